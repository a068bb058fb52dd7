import { Trans, useLingui } from '@lingui/react/macro';
import { UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../../api/client.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { Delta } from '../../../words/Delta.tsx';
import { belowHeading, useReasons } from '../../../words/say/reasons/useReasons.ts';
import { NoValue } from '../../../words/NoValue.tsx';
import { useInterval } from '../../../words/useInterval.ts';
import { useWords } from '../../../words/useWords.ts';
import { useMetricSearch } from '../useMetricSearch.ts';
import { Model } from './Model.tsx';
import styles from '../metric.module.css';

interface Props {
  answer: Schemas['Answer'];
  metric?: Schemas['MetricSummary'];
}

/** The one number, what it rests on, and how it compares. */
export function Headline({ answer, metric }: Props) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useWords();
  const tell = useReasons();
  const { name, open } = useMetricSearch();
  const row = answer.rows[0];
  const many = answer.rows.length > 1;
  return (
    <header className={styles.head}>
      <div className={styles.title}>
        <p className="small">
          <Link to="/metrics" search={{}}>
            <Trans>Key metrics</Trans>
          </Link>
        </p>
        <h1>{words.metric(name, metric?.title)}</h1>
        <p className="dim">{words.question(name, metric?.question)}</p>
      </div>
      {row && (
        <div className={styles.numbers}>
          {answer.rows.map((r, i) => (
            <UnstyledButton
              key={i}
              className={styles.number}
              onClick={() => open({})}
              title={t`Show the records behind this number`}
            >
              {r.value === null ? (
                <span className={styles.none}>
                  <NoValue code={r.reason_code} />
                </span>
              ) : (
                format.heading(r.value, answer.unit, r.currency)
              )}
            </UnstyledButton>
          ))}
          <div className={styles.under}>
            {!many && row.value !== null && answer.unit === 'money' && (
              <span className="num" data-exact>
                {format.money(row.value, row.currency)}
              </span>
            )}
            <OwnPeriod answer={answer} />
            <Interval row={row} unit={answer.unit} />
            <Delta compare={row.compare} unit={answer.unit} currency={row.currency} />
          </div>
          {!many && row.model && <Model model={row.model} />}
          {row.value === null && row.reason && (
            <p className={styles.reason}>{tell(...belowHeading(row, row.reason))}</p>
          )}
          {row.flags.length > 0 && <p className={styles.flags}>{format.list(row.flags.map(words.flag))}</p>}
        </div>
      )}
    </header>
  );
}

/** The days of a metric that has a period of its own, where others were asked for. */
function OwnPeriod({ answer }: { answer: Schemas['Answer'] }) {
  const format = useFormat();
  const { search } = useMetricSearch();
  if (!answer.from || !answer.to || (answer.from === search.from && answer.to === search.to)) return null;
  return <b className={styles.own}>{format.range(answer.from, answer.to)}</b>;
}

/** n, the two sides of a ratio, and the interval with what it is. */
function Interval({ row, unit }: { row: Schemas['Row']; unit: Schemas['Answer']['unit'] }) {
  const format = useFormat();
  const interval = useInterval();
  const n = format.count(row.n);
  const part = (v: number | string) => (typeof v === 'string' ? format.money(v, row.currency) : format.number(v));
  return (
    <span className="dim num">
      {row.numerator !== null && row.denominator !== null ? (
        <Trans>
          {part(row.numerator)} of {part(row.denominator)}
        </Trans>
      ) : (
        <Trans>n = {n}</Trans>
      )}
      {row.low !== null && row.high !== null && (
        <>
          {' '}
          · {interval(row.interval)} {format.headline(row.low, unit, row.currency)} –{' '}
          {format.headline(row.high, unit, row.currency)}
        </>
      )}
    </span>
  );
}
