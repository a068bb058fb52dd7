import { Trans, useLingui } from '@lingui/react/macro';
import { Skeleton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../../api/client.ts';
import { Problem } from '../../../api/problem.ts';
import { Sparkline } from '../../../ui/chart/Sparkline.tsx';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { useProblemText } from '../../../ui/state/problemText.ts';
import { questionOf, useView } from '../../../url/view.ts';
import { Delta } from '../../../words/Delta.tsx';
import { belowHeading, useReasons } from '../../../words/say/reasons/useReasons.ts';
import { NeedLinks } from '../../../words/links/NeedLinks.tsx';
import { NoValue } from '../../../words/NoValue.tsx';
import { useInterval } from '../../../words/useInterval.ts';
import { useWords } from '../../../words/useWords.ts';
import styles from './overview.module.css';

/** One metric: value, change, how it went, how far it can be trusted. The whole tile is its link. */
export function Tile({
  metric,
  entry,
  needs = [],
}: {
  metric: Schemas['MetricSummary'];
  entry?: Schemas['KeyMetric'];
  needs?: string[];
}) {
  const words = useWords();
  const tell = useReasons();
  const interval = useInterval();
  const text = useProblemText();
  const format = useFormat();
  const [view] = useView();
  const question = questionOf(view);
  const answer = entry?.answer;
  const row = answer?.rows[0];
  const unit = metric.unit;
  return (
    <article className={styles.tile}>
      <header className={styles.top}>
        <h2 className={styles.name}>
          <Link to="/metrics/$name" params={{ name: metric.name }} search={{}} className={styles.cover}>
            {words.metric(metric.name, metric.title)}
          </Link>
        </h2>
      </header>
      {!entry && <Skeleton height={34} width={120} />}
      {entry?.refused && <p className={styles.reason}>{text(new Problem(entry.refused.status, entry.refused))}</p>}
      {row && row.value === null && (
        <>
          <p className={styles.none}>
            <NoValue code={row.reason_code} />
          </p>
          <p className={styles.reason}>{tell(...belowHeading(row, row.reason))}</p>
          {needs.length > 0 && (
            <p className={styles.connect}>
              <Trans>
                Needs <NeedLinks codes={needs} />.
              </Trans>
            </p>
          )}
        </>
      )}
      {row && row.value !== null && (
        <>
          <div className={styles.middle}>
            <p className={styles.value} title={format.value(row.value, unit, row.currency)}>
              {format.headline(row.value, unit, row.currency)}
              {unit === 'days' && (
                <small>
                  {' '}
                  <Trans>days</Trans>
                </small>
              )}
              {unit === 'months' && (
                <small>
                  {' '}
                  <Trans>months</Trans>
                </small>
              )}
            </p>
            {row.compare && <Delta compare={row.compare} unit={unit} currency={row.currency} short />}
          </div>
          <Past metric={metric} rows={entry!.past} />
          <p className={styles.trust}>
            <OtherPeriod answer={answer!} asked={question} />
            <Trans>n = {format.count(row.n)}</Trans>
            {row.low !== null && row.high !== null && (
              <>
                {' '}
                ·{' '}
                <span title={interval(row.interval)}>
                  {format.headline(row.low, unit, row.currency)} – {format.headline(row.high, unit, row.currency)}
                </span>
              </>
            )}
          </p>
          {row.flags.length > 0 && (
            <p className={styles.mark} title={format.list(row.flags.map(words.flag))}>
              △ {words.flag(row.flags[0]!)}
            </p>
          )}
        </>
      )}
    </article>
  );
}

/** Eight periods of the tile's own kind, the last one open while it runs. */
function Past({ metric, rows }: { metric: Schemas['MetricSummary']; rows: Schemas['Row'][] }) {
  const { t } = useLingui();
  const words = useWords();
  const format = useFormat();
  const name = words.metric(metric.name, metric.title);
  const shown = rows.slice(
    Math.max(
      0,
      rows.findIndex((r) => r.value !== null),
    ),
  );
  const names = shown.length > 1 ? [shown[0]!, shown.at(-1)!].map((r) => format.period(r.label!)) : [];
  return (
    <Sparkline
      values={shown.map((r) => (r.value === null ? null : Number(r.value)))}
      label={t`${name}, the last periods`}
      open={shown.at(-1)?.flags.includes('incomplete')}
      names={names}
    />
  );
}

/** Said where a number is not of the days that were asked for: some metrics have a period of their own. */
function OtherPeriod({ answer, asked }: { answer: Schemas['Answer']; asked: { from?: string; to?: string } }) {
  const format = useFormat();
  if (!answer.from && !answer.to && !asked.from && !asked.to)
    return (
      <>
        <Trans>all time</Trans> ·{' '}
      </>
    );
  if (!answer.from || !answer.to || (answer.from === asked.from && answer.to === asked.to)) return null;
  return (
    <>
      <b className={styles.other}>{format.range(answer.from, answer.to)}</b> ·{' '}
    </>
  );
}
