import { Trans, useLingui } from '@lingui/react/macro';
import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../../../api/client.ts';
import { metricQuery, type Question } from '../../../api/queries.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { Query } from '../../../ui/state/Query.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { equals } from '../../../url/conditions.ts';
import { useWords } from '../../../words/useWords.ts';
import { useMetricSearch } from '../useMetricSearch.ts';
import { LeaderRow } from './LeaderRow.tsx';
import { middle } from './middle.ts';
import styles from '../metric.module.css';

interface Props {
  metric?: Schemas['MetricSummary'];
  question: Question;
  total: Schemas['Answer'];
}

const size = (v: number | string | null | undefined) => (v === null || v === undefined ? -Infinity : Number(v));

/** How many rows stand before one asks for the rest. */
const first = 12;

/** The same number by one dimension: value, share and change; a name filters, a value opens. */
export function Leaderboard({ metric, question, total }: Props) {
  const { t } = useLingui();
  const words = useWords();
  const { name, search, change, open, filter } = useMetricSearch();
  const format = useFormat();
  const [whole, setWhole] = useState(false);
  const dimensions = metric?.dimensions ?? [];
  const by = search.by ?? dimensions[0];
  const answer = useQuery({ ...metricQuery(name, { ...question, by: by ? [by] : [] }), enabled: by !== undefined });
  if (!by) return null;

  const compared = search.compare !== undefined && search.from !== undefined;
  const byChange = compared && search.order === 'change';
  const rank = (r: Schemas['Row']) => (byChange ? Math.abs(size(r.compare?.change)) : size(r.value));
  const sum =
    total.rows.length === 1 &&
    (total.unit === 'count' || total.unit === 'money') &&
    metric?.kind === 'aggregate' &&
    total.rows[0]!.denominator === null
      ? Number(total.rows[0]!.value ?? 0)
      : undefined;
  return (
    <section className={styles.card} aria-label={t`By dimension`}>
      <div className={styles.cardhead}>
        <NativeSelect
          size="xs"
          aria-label={t`Dimension`}
          value={by}
          onChange={(e) => change({ by: e.currentTarget.value, open: undefined })}
          data={[...new Set([by, ...dimensions])].map((d) => ({ value: d, label: words.dimension(d, metric?.over) }))}
        />
        {compared && (
          <SegmentedControl
            aria-label={t`Order`}
            value={byChange ? 'change' : 'value'}
            onChange={(v) => change({ order: v === 'change' ? 'change' : undefined })}
            data={[
              { value: 'value', label: t`Value` },
              { value: 'change', label: t`Change` },
            ]}
          />
        )}
      </div>
      <Query of={answer} height={320}>
        {(a) => {
          const rows = [...a.rows].sort((x, y) => rank(y) - rank(x));
          const ends = rows.map((r) =>
            r.value === null ? 0 : Math.max(size(r.value), r.high === null ? 0 : size(r.high)),
          );
          const top = Math.max(...ends, 0);
          const one = sum === undefined ? middle(total, top, metric?.each_by === by) : undefined;
          if (rows.length === 0) return <Empty title={<Trans>Nothing to break down</Trans>} />;
          const shown = whole || rows.length <= first + 2 ? rows : rows.slice(0, first);
          return (
            <>
              <ol className={styles.board} aria-label={words.dimension(by, metric?.over)}>
                {shown.map((row, i) => (
                  <LeaderRow
                    key={`${row.by[by]?.id ?? row.by[by]?.name}${i}`}
                    row={row}
                    label={words.cutBy(by, row.by[by]?.name ?? '') || t`none`}
                    unit={a.unit}
                    top={top}
                    sum={sum}
                    all={one}
                    onFilter={() => filter(equals(by, row.by[by]?.id ?? null))}
                    onOpen={() => open({ row: { [by]: row.by[by]?.id ?? '' } })}
                  />
                ))}
              </ol>
              {rows.length > first + 2 && (
                <p className={styles.more}>
                  <span className="dim small num">
                    {whole ? (
                      <Trans>All {format.count(rows.length)}</Trans>
                    ) : (
                      <Trans>
                        The first {format.count(shown.length)} of {format.count(rows.length)}
                      </Trans>
                    )}
                  </span>
                  <Button variant="subtle" size="compact-xs" aria-expanded={whole} onClick={() => setWhole(!whole)}>
                    {whole ? (
                      <Trans>Show fewer</Trans>
                    ) : (
                      <Trans>Show {format.count(rows.length - shown.length)} more</Trans>
                    )}
                  </Button>
                </p>
              )}
            </>
          );
        }}
      </Query>
    </section>
  );
}
