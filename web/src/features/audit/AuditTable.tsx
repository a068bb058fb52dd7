import { useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/client.ts';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { DataTable, type Column } from '../../ui/table/DataTable.tsx';
import { useWords } from '../../words/useWords.ts';
import { useAuditWords } from './useAuditWords.ts';
import { useWho } from '../../words/people/useWho.ts';

type Entry = Schemas['AuditEntry'];

export function AuditTable({ entries }: { entries: Entry[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useWords();
  const audit = useAuditWords();
  const { name } = useWho();
  const detail = (e: Entry) =>
    [
      e.reason && audit.reason(e.reason),
      e.fields.map((f) => words.field(f)).join(', '),
      e.object ? '' : audit.detail(e), // of a change it is the fields once more
      e.count > 1 && `× ${format.count(e.count)}`,
    ]
      .filter(Boolean)
      .join(' · ');
  const columns: Column<Entry>[] = [
    { key: 'at', label: t`When`, cell: (e) => format.instant(e.at) },
    {
      key: 'actor',
      label: t`Who`,
      cell: (e) => (
        <span translate="no" title={e.actor}>
          {name(e.actor)}
        </span>
      ),
    },
    { key: 'what', label: t`What`, cell: (e) => audit.what(e.what, e.object) },
    { key: 'outcome', label: t`Outcome`, cell: (e) => audit.outcomes[e.outcome] },
    {
      key: 'whom',
      label: t`To whom or what`,
      cell: (e) =>
        e.object === 'import' ? (
          <Link to="/imports/$id" params={{ id: e.id }} search={{}} translate="no">
            {e.id}
          </Link>
        ) : e.id ? (
          <Link to="/records/$object/$id" params={{ object: e.object, id: e.id }} search={{}} translate="no">
            {name(e.id)}
          </Link>
        ) : e.whom ? (
          <span translate="no">{name(e.whom)}</span>
        ) : null,
    },
    {
      key: 'detail',
      label: t`Detail`,
      cell: (e) =>
        detail(e) ? (
          <span translate="no" title={detail(e)}>
            {detail(e)}
          </span>
        ) : null,
    },
    { key: 'address', label: t`Address`, cell: (e) => (e.address ? <span translate="no">{e.address}</span> : null) },
  ];
  return (
    <DataTable stacked label={t`Audit trail`} columns={columns} rows={entries} rowKey={(e, i) => `${e.seq} ${i}`} />
  );
}
