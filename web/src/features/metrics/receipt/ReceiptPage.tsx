import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { api, data, type Schemas } from '../../../api/client.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { Query } from '../../../ui/state/Query.tsx';
import { DataTable, type Column } from '../../../ui/table/DataTable.tsx';
import { useTitle } from '../../../ui/useTitle.ts';
import { tidy } from '../../../url/view.ts';
import { useReasons } from '../../../words/say/reasons/useReasons.ts';
import { useWords } from '../../../words/useWords.ts';

const route = getRouteApi('/receipts/$receipt');

/** A number opened by its own address: computed again from the log as it was then. */
export function ReceiptPage() {
  const { t } = useLingui();
  const words = useWords();
  const tell = useReasons();
  const format = useFormat();
  const { receipt } = route.useParams();
  const answer = useQuery({
    queryKey: ['receipt', receipt],
    queryFn: ({ signal }) => data(api.GET('/api/v1/receipts/{receipt}', { params: { path: { receipt } }, signal })),
  });
  useTitle(t`Receipt`);

  const columns = (a: Schemas['Answer']): Column<Schemas['Row']>[] => [
    ...Object.keys(a.rows[0]?.by ?? {}).map((d) => ({ key: d, label: words.dimension(d), cell: (r: Schemas['Row']) => <span translate="no">{words.cutBy(d, r.by[d]?.name ?? '') || '–'}</span> })),
    ...(a.rows.some((r) => r.label) ? [{ key: 'period', label: t`Period`, cell: (r: Schemas['Row']) => (r.label ? format.period(r.label) : '–') }] : []),
    { key: 'value', label: words.metric(a.metric), number: true, cell: (r) => (r.value === null ? <span title={tell(r, r.reason)}>–</span> : format.value(r.value, a.unit, r.currency)) },
    { key: 'n', label: t`Records`, number: true, cell: (r) => format.count(r.n) },
  ];
  return (
    <Query page of={answer} height={320}>
      {(a) => (
        <>
          <h1>{words.metric(a.metric)}</h1>
          <p className="dim">
            <Trans>Computed again from the log at position {format.count(a.position)}, with version {a.version} of the metric.</Trans>{' '}
            {a.as_of && <Trans>As of {format.day(a.as_of)}.</Trans>}{' '}
            <Link to="/metrics/$name" params={{ name: a.metric }} search={tidy({ from: a.from ?? undefined, to: a.to ?? undefined, as_of: a.as_of ?? undefined, known_at: a.known_at ?? undefined })}>
              <Trans>See the metric as it is now</Trans>
            </Link>
          </p>
          <br />
          <DataTable label={words.metric(a.metric)} columns={columns(a)} rows={a.rows} rowKey={(_, i) => String(i)} height={560} />
        </>
      )}
    </Query>
  );
}
