import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Change, Entry, Question, Table } from '../mapping.ts';
import type { Mapping } from '../useMapping.ts';
import styles from '../mapping.module.css';

interface Open { at: number; text: string; question: Question | undefined }
interface Props {
  open: Open[];
  table: Table;
  main: { entry: Entry; at: number };
  m: Mapping;
}

/** What only a person can say. Each answer is written into the mapping and tried. */
export function Questions({ open, table, main, m }: Props) {
  const { t } = useLingui();
  return (
    <div className={styles.questions} role="group" aria-label={t`Questions about ${table.file}`}>
      {open.map((o) => <Ask key={o.text} open={o} table={table} main={main} m={m} />)}
    </div>
  );
}

function Ask({ open: { at, text, question }, table, main, m }: Omit<Props, 'open'> & { open: Open }) {
  const { t } = useLingui();
  const [value, setValue] = useState(question?.example ?? '');
  const decided: Change = { what: 'decided', entry: at, value: text };
  const answer = (...changes: Change[]) => m.change([...changes, decided]);
  const column = question?.column ?? '';
  const example = question?.example ?? '';
  let title: ReactNode;
  let controls: ReactNode;
  switch (question?.ask) {
    case 'dates':
      title = <Trans>In which order are the dates of <b translate="no">{column}</b> written? <span translate="no">{example}</span> can be read in two ways.</Trans>;
      controls = (
        <>
          <Button size="xs" variant="default" onClick={() => answer({ what: 'setting', name: 'dates', value: 'dmy' })}><Trans>Day, month: 31/01/2026</Trans></Button>
          <Button size="xs" variant="default" onClick={() => answer({ what: 'setting', name: 'dates', value: 'mdy' })}><Trans>Month, day: 01/31/2026</Trans></Button>
        </>
      );
      break;
    case 'numbers':
      title = <Trans>How are the numbers of <b translate="no">{column}</b> written? <span translate="no">{example}</span> can be thousands or have three decimals.</Trans>;
      controls = (
        <>
          <Button size="xs" variant="default" onClick={() => answer({ what: 'setting', name: 'numbers', value: 'comma' })}><Trans>With a decimal comma: 1.234,50</Trans></Button>
          <Button size="xs" variant="default" onClick={() => answer({ what: 'setting', name: 'numbers', value: 'point' })}><Trans>With a decimal point: 1,234.50</Trans></Button>
        </>
      );
      break;
    case 'outcomes':
      title = <Trans>Which values of <b translate="no">{column}</b> mean that a deal is won or lost? Say it under “Stages” below.</Trans>;
      controls = <Button size="xs" variant="default" onClick={() => answer()}><Trans>The stages below say it</Trans></Button>;
      break;
    case 'order':
      title = <Trans>In which order do deals go through the open stages? Put them in order under “Stages” below.</Trans>;
      controls = <Button size="xs" variant="default" onClick={() => answer()}><Trans>They stand in the right order</Trans></Button>;
      break;
    case 'state':
      title = <Trans>Which column tells whether a deal is open, won or lost?</Trans>;
      controls = (
        <>
          <NativeSelect
            size="xs" aria-label={t`The column with the stage`} value=""
            data={[{ value: '', label: t`choose a column` }, ...table.columns.filter((c) => c.stages.length > 0).map((c) => c.name)]}
            onChange={(e) => {
              const name = e.currentTarget.value;
              if (name) answer({ what: 'field', entry: main.at, name, value: 'stage' }, { what: 'stages', stages: table.columns.find((c) => c.name === name)?.stages });
            }}
          />
          <Button size="xs" variant="default" onClick={() => answer({ what: 'constant', entry: main.at, name: 'stage', value: 'Won' }, { what: 'stages', stages: [{ name: 'Won', outcome: 'won' }] })}><Trans>All of them are won</Trans></Button>
        </>
      );
      break;
    case 'taken':
      title = <Trans>The rows say how long a contract lasted, and not when. On which day was the table taken?</Trans>;
      controls = (
        <>
          <TextInput type="date" size="xs" aria-label={t`The day on which the table was taken`} value={value} onChange={(e) => setValue(e.currentTarget.value)} />
          <Button size="xs" variant="default" disabled={!/^\d{4}-\d\d-\d\d$/.test(value)} onClick={() => answer({ what: 'taken', entry: at, value })}><Trans>Take this day</Trans></Button>
        </>
      );
      break;
    case 'months':
      title = <Trans>The rows have only first days, in <b translate="no">{column}</b>. How many months does a row hold?</Trans>;
      controls = (
        <>
          <NumberInput size="xs" aria-label={t`Months`} min={1} max={120} allowDecimal={false} value={Number(value)} onChange={(v) => setValue(String(v))} w={90} />
          <Button size="xs" variant="default" disabled={!/^[1-9]\d*$/.test(value)} onClick={() => answer({ what: 'months', entry: at, value })}><Trans>Take so many months</Trans></Button>
        </>
      );
      break;
    case 'rates_from':
      title = <Trans>Each column holds the rates of a currency. Of one of which currency are they so many? Another than the company's stands behind Advanced, as from_currency.</Trans>;
      controls = <Button size="xs" variant="default" onClick={() => answer()}><Trans>It is said, or it is the company's</Trans></Button>;
      break;
    case 'rates_way':
      title = <Trans>Each rate names one currency. If one of the company's is so many of it, its column becomes “To currency”; if one of it is so many of the company's, “From currency”.</Trans>;
      controls = <Button size="xs" variant="default" onClick={() => answer()}><Trans>The column stands right below</Trans></Button>;
      break;
    case 'rates_day':
      title = <Trans>From which day on do the rates hold?</Trans>;
      controls = (
        <>
          <TextInput type="date" size="xs" aria-label={t`The first day of the rates`} value={value} onChange={(e) => setValue(e.currentTarget.value)} />
          <Button size="xs" variant="default" disabled={!/^\d{4}-\d\d-\d\d$/.test(value)} onClick={() => answer({ what: 'constant', entry: at, name: 'day', value })}><Trans>Take this day</Trans></Button>
          <Button size="xs" variant="default" onClick={() => answer()}><Trans>They hold on all days</Trans></Button>
        </>
      );
      break;
    case 'owner':
      title = <Trans>Whose calendar is this? Without an owner its events count for nobody.</Trans>;
      controls = (
        <>
          <TextInput size="xs" aria-label={t`The owner’s mail address or name`} value={value} onChange={(e) => setValue(e.currentTarget.value)} />
          <Button
            size="xs" variant="default" disabled={value.trim() === ''}
            onClick={() => answer({ what: 'constant', entry: at, name: 'owner', value: value.trim() }, { what: 'lookup', entry: at, name: 'owner', value: 'create' })}
          >
            <Trans>Its owner</Trans>
          </Button>
          <Button size="xs" variant="default" onClick={() => answer()}><Trans>Nobody’s</Trans></Button>
        </>
      );
      break;
    default: // written into the YAML by a person
      title = <span translate="no">{text}</span>;
      controls = <Button size="xs" variant="default" onClick={() => answer()}><Trans>This is decided</Trans></Button>;
  }
  return (
    <Alert color="yellow" className={styles.ask}>
      <p>{title}</p>
      <div className={styles.actions}>{controls}</div>
    </Alert>
  );
}
