import { Trans } from '@lingui/react/macro';
import type { Open } from './Questions.tsx';

/** What is asked: a sentence for each kind of question. */
export function Asked({ open: { text, question } }: { open: Open }) {
  const column = question?.column ?? '';
  const example = question?.example ?? '';
  switch (question?.ask) {
    case 'dates':
      return (
        <Trans>
          In which order are the dates of <b translate="no">{column}</b> written? <span translate="no">{example}</span>{' '}
          can be read in two ways.
        </Trans>
      );
    case 'numbers':
      return (
        <Trans>
          How are the numbers of <b translate="no">{column}</b> written? <span translate="no">{example}</span> can be
          thousands or have three decimals.
        </Trans>
      );
    case 'outcomes':
      return (
        <Trans>
          Which values of <b translate="no">{column}</b> mean that a deal is won or lost? Say it under “Stages” below.
        </Trans>
      );
    case 'order':
      return <Trans>In which order do deals go through the open stages? Put them in order under “Stages” below.</Trans>;
    case 'state':
      return <Trans>Which column tells whether a deal is open, won or lost?</Trans>;
    case 'taken':
      return <Trans>The rows say how long a contract lasted, and not when. On which day was the table taken?</Trans>;
    case 'months':
      return (
        <Trans>
          The rows have only first days, in <b translate="no">{column}</b>. How many months does a row hold?
        </Trans>
      );
    case 'rates_from':
      return (
        <Trans>
          Each column holds the rates of a currency. Of one of which currency are they so many? Another than the
          company's stands behind Advanced, as from_currency.
        </Trans>
      );
    case 'rates_way':
      return (
        <Trans>
          Each rate names one currency. If one of the company's is so many of it, its column becomes “To currency”; if
          one of it is so many of the company's, “From currency”.
        </Trans>
      );
    case 'rates_day':
      return <Trans>From which day on do the rates hold?</Trans>;
    case 'owner':
      return <Trans>Whose calendar is this? Without an owner its events count for nobody.</Trans>;
    default: // written into the YAML by a person
      return <span translate="no">{text}</span>;
  }
}
