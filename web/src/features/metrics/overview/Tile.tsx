import { Trans, useLingui } from '@lingui/react/macro';
import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../../api/client.ts';
import { Problem } from '../../../api/problem.ts';
import { metricQuery } from '../../../api/queries.ts';
import { Sparkline } from '../../../ui/chart/Sparkline.tsx';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { useProblemText } from '../../../ui/state/problemText.ts';
import { questionOf, useView } from '../../../url/view.ts';
import { Delta } from '../../../words/Delta.tsx';
import { useReasons } from '../../../words/say/reasons/useReasons.ts';
import { NeedLinks } from '../../../words/NeedLinks.tsx';
import { useWords } from '../../../words/useWords.ts';
import { fittingGrain } from '../search.ts';
import styles from './overview.module.css';

/** One metric: value, change, how it went, how far it can be trusted. The whole tile is its link. */
export function Tile({ metric, needs = [] }: { metric: Schemas['MetricSummary']; needs?: string[] }) {
  const { t } = useLingui();
  const words = useWords();
  const tell = useReasons();
  const text = useProblemText();
  const format = useFormat();
  const [view] = useView();
  const question = questionOf(view);
  const total = useQuery(metricQuery(metric.name, question));
  const trend = useQuery(metricQuery(metric.name, { ...question, grain: fittingGrain(view.from, view.to) }));
  const row = total.data?.rows[0];
  const name = words.metric(metric.name);
  const history = (trend.data?.rows ?? []).slice(-8).map((r) => (r.value === null ? null : Number(r.value)));
  return (
    <article className={styles.tile}>
      <h2 className={styles.name}>
        <Link to="/metrics/$name" params={{ name: metric.name }} search={{}} className={styles.cover}>{name}</Link>
      </h2>
      {total.isPending && <Skeleton height={34} width={120} />}
      {total.isError && <p className={styles.reason}>{text(Problem.of(total.error))}</p>}
      {row && row.value !== null && <p className={styles.value}>{format.value(row.value, metric.unit, row.currency, true)}{metric.unit === 'days' && <small> <Trans>days</Trans></small>}{metric.unit === 'months' && <small> <Trans>months</Trans></small>}</p>}
      {row && row.value === null && <p className={styles.none}><Trans>Not enough data</Trans></p>}
      <div className={styles.middle}>
        {row && row.value !== null && <Sparkline values={history} label={t`${name}, the last periods`} unfinished={trend.data?.rows.at(-1)?.flags.includes('incomplete')} />}
        {row?.compare && <Delta compare={row.compare} unit={metric.unit} currency={row.currency} />}
      </div>
      {row && row.value === null && <p className={styles.reason}>{tell(row, row.reason)}</p>}
      {row && row.value === null && needs.length > 0 && <p className={styles.connect}><Trans>Needs <NeedLinks codes={needs} />.</Trans></p>}
      {row && row.value !== null && (
        <p className={styles.trust}>
          <Trans>n = {format.count(row.n)}</Trans>
          {row.low !== null && row.high !== null && <> · {format.value(row.low, metric.unit, row.currency, true)} – {format.value(row.high, metric.unit, row.currency, true)}</>}
          {row.flags.length > 0 && <span className={styles.warn} title={format.list(row.flags.map(words.flag))}> · {words.flag(row.flags[0]!)}</span>}
        </p>
      )}
    </article>
  );
}
