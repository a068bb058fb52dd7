import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../../api/client.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { useReasons } from '../../../words/say/reasons/useReasons.ts';
import { useWords } from '../../../words/useWords.ts';
import styles from './explain.module.css';

interface Props {
  explanation: Schemas['Explanation'];
  row: Schemas['ExplainedRow'];
  first: string;
  second: string;
}

/** The two numbers, and what sets them apart. */
export function Two({ explanation: x, row, first, second }: Props) {
  const { t } = useLingui();
  const words = useWords();
  return (
    <section aria-label={words.metric(x.metric)}>
      <h2>{words.metric(x.metric)}</h2>
      <div className={styles.two}>
        <One
          title={t`First number`}
          receipt={first}
          of={x.first.question}
          told={row.first}
          unit={x.unit}
          currency={row.currency}
        />
        <One
          title={t`Second number`}
          receipt={second}
          of={x.second.question}
          told={row.second}
          unit={x.unit}
          currency={row.currency}
        />
      </div>
    </section>
  );
}

interface OneProps {
  title: string;
  receipt: string;
  of: Schemas['ReceiptQuestion'];
  told: Schemas['Told'];
  unit: Schemas['Explanation']['unit'];
  currency: string | null;
}

function One({ title, receipt, of: q, told, unit, currency }: OneProps) {
  const format = useFormat();
  const tell = useReasons();
  const day = q.as_of ?? q.known_at;
  return (
    <div className={styles.one}>
      <p className="dim small">{title}</p>
      <p className={styles.number}>
        <Link to="/receipts/$receipt" params={{ receipt }}>
          {told.value === null ? <Trans>Not enough data</Trans> : format.value(told.value, unit, currency)}
        </Link>
      </p>
      {told.value === null && told.reason && <p>{tell(told, told.reason)}</p>}
      <p className="dim small">
        {day ? <Trans>as of {format.day(day)}</Trans> : <Trans>the day of asking, {format.day(q.today)}</Trans>}
        {q.known_at && (
          <>
            {' '}
            · <Trans>only what was known on {format.day(q.known_at)}</Trans>
          </>
        )}
        {' · '}
        <Trans>version {q.version}</Trans>
        {' · '}
        {q.org === 'as-is' ? <Trans>teams today</Trans> : <Trans>teams then</Trans>}
        {' · '}
        <Trans>log position {format.count(q.position)}</Trans>
      </p>
    </div>
  );
}
