import { useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/client.ts';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { DataTable, type Column } from '../../ui/table/DataTable.tsx';
import { useWho } from '../../words/people/useWho.ts';
import { objectOf } from './erasure.ts';

type Erasure = Schemas['Erasure'];

/** Who was erased, newest first. A list of an earlier release does not say how much was removed. */
export function ErasureTable({ erasures }: { erasures: Erasure[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const { name } = useWho();
  const count = (key: keyof NonNullable<Erasure['removed']>, label: string): Column<Erasure> => ({
    key,
    label,
    number: true,
    cell: (e) => (e.removed ? format.count(e.removed[key]) : '–'),
  });
  const columns: Column<Erasure>[] = [
    {
      key: 'record',
      label: t`Record`,
      cell: (e) => (
        <Link
          to="/records/$object/$id"
          params={{ object: objectOf(e.record), id: e.record }}
          search={{}}
          translate="no"
        >
          {e.record}
        </Link>
      ),
    },
    { key: 'at', label: t`When`, cell: (e) => format.instant(e.at) },
    { key: 'by', label: t`Erased by`, cell: (e) => <span translate="no">{name(e.by)}</span> },
    count('values', t`Values`),
    count('merged', t`Merged records`),
    count('events', t`Calendar events`),
    count('rejects', t`Rejected rows`),
    count('snapshots', t`Copies`),
  ];
  return <DataTable stacked label={t`Erasures`} columns={columns} rows={erasures} rowKey={(e) => e.record} />;
}
