import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../../api/client.ts';
import type { Num } from '../../../ui/format/format.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { Empty, Failed, Loading } from '../../../ui/state/states.tsx';
import { DataTable, type Column } from '../../../ui/table/DataTable.tsx';
import { useWords } from '../../../words/useWords.ts';
import { movedQuery } from './queries.ts';
import type { StepCode } from './search.ts';
import { useSteps } from './useSteps.ts';
import metric from '../metric.module.css';

interface Props {
  first: string;
  second: string;
  step: StepCode;
  row: Schemas['ExplainedRow'];
  unit: Schemas['Explanation']['unit'];
}

/** The records that count differently after a step than before it, the largest change first. */
export function Moved({ first, second, step, row }: Props) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useWords();
  const steps = useSteps();
  const records = useInfiniteQuery(movedQuery(first, second, step, row));
  const all = records.data?.pages.flatMap((p) => p.records);
  const name = steps[step].name;
  const part = (v: Num | null, r: Schemas['MovedRecord']) =>
    v === null ? '–' : typeof v === 'string' ? format.money(v, r.currency) : format.number(v);
  const columns: Column<Schemas['MovedRecord']>[] = [
    {
      key: 'name',
      label: t`Record`,
      width: 220,
      cell: (r) => (
        <Link to="/records/$object/$id" params={{ object: r.object, id: r.id }} search={{}} translate="no">
          {r.name || r.id}
        </Link>
      ),
    },
    ...(all?.some((r) => r.metric)
      ? [{ key: 'metric', label: t`Metric`, cell: (r: Schemas['MovedRecord']) => words.metric(r.metric) }]
      : []),
    { key: 'before', label: t`Before`, number: true, cell: (r) => part(r.before, r) },
    { key: 'after', label: t`After`, number: true, cell: (r) => part(r.after, r) },
    { key: 'change', label: t`Change`, number: true, cell: (r) => part(r.change, r) },
  ];
  return (
    <section className={metric.card} aria-label={t`Records that moved: ${name}`}>
      <h2>
        {name} {records.data && <span className="dim num">{format.count(records.data.pages[0]!.total)}</span>}
      </h2>
      {records.isError && <Failed error={records.error} onRetry={() => void records.refetch()} />}
      {records.isPending && <Loading height={160} />}
      {all?.length === 0 && <Empty title={<Trans>No record counts differently after this step</Trans>} />}
      {all && all.length > 0 && (
        <DataTable
          label={t`Records that moved: ${name}`}
          columns={columns}
          rows={all}
          rowKey={(r) => `${r.metric}${r.id}`}
          height={Math.min(420, 44 + all.length * 32)}
          onEnd={records.hasNextPage && !records.isFetchingNextPage ? () => void records.fetchNextPage() : undefined}
        />
      )}
    </section>
  );
}
