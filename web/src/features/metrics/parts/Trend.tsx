import { Trans, useLingui } from '@lingui/react/macro';
import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Schemas } from '../../../api/client.ts';
import { metricQuery, type Question } from '../../../api/queries.ts';
import { Chart } from '../../../ui/chart/Chart.tsx';
import type { ChartSpec } from '../../../ui/chart/spec.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { Query } from '../../../ui/state/Query.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { useWords } from '../../../words/useWords.ts';
import { fittingGrain, grains, type Grain } from '../search.ts';
import { useMetricSearch } from '../useMetricSearch.ts';
import styles from '../metric.module.css';

interface Props {
  metric?: Schemas['MetricSummary'];
  question: Question;
  unit: Schemas['Answer']['unit'];
}

const number = (v: number | string | null | undefined) => (v === null || v === undefined ? null : Number(v));

/** The metric over time, with what it is compared with and its interval. */
export function Trend({ question, unit }: Props) {
  const { t } = useLingui();
  const words = useWords();
  const format = useFormat();
  const { name, search, change, open } = useMetricSearch();
  const grain = search.grain ?? fittingGrain(search.from, search.to);
  const trend = useQuery(metricQuery(name, { ...question, grain }));
  const rows = useMemo(() => (trend.data?.rows ?? []).filter((r) => r.label !== null), [trend.data]);

  const spec = useMemo((): ChartSpec => {
    const currency = rows[0]?.currency;
    const bars = unit === 'count' || (unit === 'money' && rows.every((r) => r.denominator === null));
    const compared = rows.some((r) => r.compare);
    return {
      labels: rows.map((r) => format.period(r.label!)),
      series: [
        {
          name: words.metric(name),
          kind: bars ? 'bar' : 'line',
          tone: 'main',
          values: rows.map((r) => number(r.value)),
          ...(rows.some((r) => r.low !== null)
            ? { low: rows.map((r) => number(r.low)), high: rows.map((r) => number(r.high)) }
            : {}),
        },
        ...(compared
          ? [
              {
                name: search.compare === 'year' ? t`Year before` : t`Period before`,
                kind: 'line' as const,
                tone: 'quiet' as const,
                dashed: true,
                values: rows.map((r) => number(r.compare?.value)),
              },
            ]
          : []),
      ],
      full: (v) => format.value(v, unit, currency),
      short: (v) => format.value(v, unit, currency, true),
      detail: (i) => {
        const n = format.count(rows[i]?.n ?? 0);
        if (rows[i]?.flags.includes('incomplete')) return t`n = ${n}, period not over yet`;
        return rows[i]?.value === null ? t`not enough data` : t`n = ${n}`;
      },
      unfinished: rows.map((r) => r.flags.includes('incomplete')),
      least: rows.every((r) => Number(r.low ?? r.value ?? 0) >= 0) ? 0 : undefined,
      most: unit === 'share' && rows.every((r) => Number(r.high ?? r.value ?? 0) <= 1) ? 1 : undefined,
    };
  }, [rows, unit, format, words, name, search.compare, t]);

  const names: Record<Grain, string> = {
    day: t`Day`,
    week: t`Week`,
    month: t`Month`,
    quarter: t`Quarter`,
    year: t`Year`,
  };
  return (
    <section className={styles.card} aria-label={t`Over time`}>
      <div className={styles.cardhead}>
        <h2>
          <Trans>Over time</Trans>
        </h2>
        <SegmentedControl
          aria-label={t`Length of a period`}
          value={grain}
          onChange={(v) => change({ grain: v as Grain, open: undefined })}
          data={grains.map((g) => ({ value: g, label: names[g] }))}
        />
      </div>
      <Query of={trend} height={310}>
        {() =>
          rows.length === 0 ? (
            <Empty title={<Trans>Nothing in this period</Trans>}>
              <Trans>Choose a longer period, or take filters away.</Trans>
            </Empty>
          ) : (
            <Chart
              title={words.metric(name)}
              spec={spec}
              onPick={(i) => open({ period: rows[i]?.label ?? undefined })}
            />
          )
        }
      </Query>
    </section>
  );
}
