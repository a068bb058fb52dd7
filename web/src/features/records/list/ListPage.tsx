import { Trans, useLingui } from '@lingui/react/macro';
import { useMediaQuery } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useMay } from '../../../api/may.ts';
import { hasOwner, schemaQuery } from '../../../api/queries.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { Empty, Failed, Filtered, Loading } from '../../../ui/state/states.tsx';
import { CardList } from '../../../ui/table/CardList.tsx';
import { DataTable, type Column } from '../../../ui/table/DataTable.tsx';
import { useTitle } from '../../../ui/useTitle.ts';
import { tidy } from '../../../url/view.ts';
import { FieldText } from '../../../words/FieldText.tsx';
import { RecordCard } from '../../../words/record/RecordCard.tsx';
import { useWords } from '../../../words/useWords.ts';
import type { Schemas } from '../../../api/client.ts';
import type { ListSearch } from '../search.ts';
import { ListTools } from './ListTools.tsx';
import { SortBy } from './SortBy.tsx';
import { listQuestion, recordsQuery, firstColumns } from './query.ts';
import styles from './list.module.css';

const route = getRouteApi('/records/$object');
type Row = Schemas['ListedRecord'];

export function ListPage() {
  const { t } = useLingui();
  const format = useFormat();
  const words = useWords();
  const imports = useMay()('import');
  const { object } = route.useParams();
  const search: ListSearch = route.useSearch();
  const navigate = useNavigate({ from: '/records/$object' });
  const change = (patch: Partial<ListSearch>) =>
    void navigate({ search: (old) => tidy({ ...old, ...patch }), replace: 'q' in patch, resetScroll: false });
  const schema = useQuery({ ...schemaQuery, enabled: search.scope !== undefined });
  const question = listQuestion(search, hasOwner(schema.data, object));
  const list = useInfiniteQuery({
    ...recordsQuery(object, question),
    enabled: search.scope === undefined || !schema.isPending,
  });
  const first = list.data?.pages[0];
  const rows = useMemo(() => (list.data?.pages ?? []).flatMap((p) => p.records), [list.data]);
  useTitle(words.objects(object));

  const fields = first?.fields ?? [];
  const shown = search.cols ?? firstColumns(fields);
  const columns: Column<Row>[] = [
    {
      key: 'name',
      label: words.object(object),
      sortable: true,
      width: 220,
      cell: (r) => (
        <Link to="/records/$object/$id" params={{ object, id: r.id }} search={{}} translate="no">
          {r.title || r.id}
        </Link>
      ),
    },
    ...shown
      .flatMap((name) => fields.filter((f) => f.name === name))
      .map((f) => ({
        key: f.name,
        label: words.field(f.name, f.label),
        sortable: true,
        number: ['money', 'int', 'number'].includes(f.kind),
        cell: (r: Row) => <FieldText field={f} value={r.fields[f.name]} />,
      })),
  ];
  const narrow = useMediaQuery('(max-width: 47.99em)', undefined, { getInitialValueInEffect: false });
  const onEnd = list.hasNextPage && !list.isFetching ? () => void list.fetchNextPage() : undefined;
  const filtered = Boolean(search.q || question.where);
  const clear = () => change({ q: undefined, where: undefined, scope: undefined });
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{words.objects(object)}</h1>
        {first && <span className="dim num">{format.count(first.total)}</span>}
      </header>
      <ListTools
        key={object}
        object={object}
        search={search}
        question={question}
        fields={fields}
        shown={shown}
        change={change}
      />
      {narrow && rows.length > 1 && <SortBy fields={fields} sort={search.sort} onSort={(sort) => change({ sort })} />}
      {list.isError && !first && <Failed error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Loading height={480} />}
      {first &&
        rows.length === 0 &&
        (filtered ? (
          <Filtered onClear={clear} />
        ) : (
          <Empty
            title={<Trans>None here yet</Trans>}
            action={
              imports && (
                <Link to="/" search={{}}>
                  <Trans>Import an export</Trans>
                </Link>
              )
            }
          >
            {search.as_of ? (
              <Trans>On that day there were none.</Trans>
            ) : imports ? (
              <Trans>Records come with an import, or through the API.</Trans>
            ) : (
              <Trans>There are none, or none that your role shows you.</Trans>
            )}
          </Empty>
        ))}
      {rows.length > 0 && (
        <div className={styles.table} data-stale={list.isPlaceholderData || undefined}>
          {narrow ? (
            <CardList
              label={words.objects(object)}
              rows={rows}
              rowKey={(r) => r.id}
              onEnd={onEnd}
              height="calc(100dvh - 190px)"
              card={(r) => <RecordCard object={object} record={r} fields={fields} />}
            />
          ) : (
            <DataTable
              label={words.objects(object)}
              columns={columns}
              rows={rows}
              rowKey={(r) => r.id}
              sort={search.sort}
              onSort={(sort) => change({ sort })}
              onEnd={onEnd}
              height="calc(100dvh - 190px)"
              pinned
            />
          )}
          {list.isFetchingNextPage && <p role="status" className="dim small">{t`Loading more …`}</p>}
        </div>
      )}
    </div>
  );
}
