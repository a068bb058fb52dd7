import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../../api/client.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { DataTable, type Column } from '../../../ui/table/DataTable.tsx';
import { FieldText } from '../../../words/FieldText.tsx';
import { useReasons } from '../../../words/say/reasons/useReasons.ts';
import { useWords } from '../../../words/useWords.ts';
import { useRoles } from './roles.ts';
import styles from './panel.module.css';

type Item = Schemas['MetricRecord'];

interface Props {
  fields: Schemas['FieldInfo'][];
  records: Item[];
  onEnd?: () => void;
}

export function PanelTable({ fields, records, onEnd }: Props) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useWords();
  const tell = useReasons();
  const roles = useRoles();
  if (records.length === 0) return <Empty title={<Trans>No records here</Trans>} />;

  const columns: Column<Item>[] = [
    {
      key: 'name', label: t`Record`, width: 180,
      cell: (r) => (
        <>
          <span className={styles.role} data-role={r.role} title={roles[r.role]?.long} role="img" aria-label={roles[r.role]?.long ?? r.role}>{roles[r.role]?.sign ?? '●'}</span>{' '}
          <Link to="/records/$object/$id" params={{ object: r.object, id: r.id }} search={{}} translate="no">{r.name || r.id}</Link>
        </>
      ),
    },
    ...(records.some((r) => r.reason) ? [{ key: 'reason', label: t`Why left out`, cell: (r: Item) => <span title={tell(r, r.reason)}>{tell(r, r.reason)}</span> }] : []),
    ...(records.some((r) => r.contribution !== null && r.contribution !== undefined)
      ? [{
          key: 'contribution', label: t`Part`, number: true,
          cell: (r: Item) => r.contribution === null ? '–' : typeof r.contribution === 'string' ? format.money(r.contribution, r.currency) : format.number(r.contribution),
        }]
      : []),
    ...fields.filter((f) => f.name !== 'name' && f.name !== 'subject').map((f) => ({
      key: f.name, label: words.field(f.name, f.label), number: ['money', 'int', 'number'].includes(f.kind),
      cell: (r: Item) => <FieldText field={f} value={r.fields[f.name]} />,
    })),
  ];
  return <DataTable label={t`Records`} columns={columns} rows={records} rowKey={(r, i) => `${r.id}${i}`} onEnd={onEnd} height="100%" />;
}
