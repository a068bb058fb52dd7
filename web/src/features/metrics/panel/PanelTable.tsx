import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../../api/client.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { CardList } from '../../../ui/table/CardList.tsx';
import { DataTable, type Column } from '../../../ui/table/DataTable.tsx';
import { FieldText } from '../../../words/FieldText.tsx';
import { keyFields, keyFirst } from '../../../words/record/keyFields.ts';
import { RecordCard } from '../../../words/record/RecordCard.tsx';
import { useReasons } from '../../../words/say/reasons/useReasons.ts';
import { useWords } from '../../../words/useWords.ts';
import { useRoles } from './roles.ts';
import styles from './panel.module.css';

type Item = Schemas['MetricRecord'];

/** The part in the number is the record's own number, as a deal's amount is in won revenue. */
function sameAsOwn(r: Item, fields: Props['fields']): boolean {
  const own = r.fields[keyFields(fields).figure?.name ?? ''];
  return (
    typeof own === 'object' &&
    own !== null &&
    'amount' in own &&
    typeof r.contribution === 'string' &&
    Number(own.amount) === Number(r.contribution) &&
    (own.currency ?? r.currency) === r.currency
  );
}

interface Props {
  fields: Schemas['FieldInfo'][];
  records: Item[];
  onEnd?: () => void;
  /** Every field in a table, instead of cards with what matters. */
  all: boolean;
}

/** The records behind a number: as cards on which amount, stage, day and owner are always in sight, or as a table with every field. */
export function PanelTable({ fields, records, onEnd, all }: Props) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useWords();
  const tell = useReasons();
  const roles = useRoles();
  if (records.length === 0) return <Empty title={<Trans>No records here</Trans>} />;

  const sign = (r: Item) => (
    <>
      <span
        className={styles.role}
        data-role={r.role}
        title={roles[r.role]?.long}
        role="img"
        aria-label={roles[r.role]?.long ?? r.role}
      >
        {roles[r.role]?.sign ?? '●'}
      </span>{' '}
    </>
  );
  const part = (r: Item) =>
    r.contribution === null
      ? '–'
      : typeof r.contribution === 'string'
        ? format.money(r.contribution, r.currency)
        : format.number(r.contribution);
  const parts = records.some((r) => r.contribution !== null && r.contribution !== undefined);
  const key = (r: Item, i: number) => `${r.id}${i}`;
  if (!all) {
    return (
      <CardList
        label={t`Records`}
        rows={records}
        rowKey={key}
        onEnd={onEnd}
        height="100%"
        card={(r) => (
          <RecordCard
            object={r.object}
            record={{ id: r.id, title: r.name, fields: r.fields }}
            fields={fields}
            sign={sign(r)}
            number={
              parts && !sameAsOwn(r, fields) ? (
                <span className="num" title={t`Part`}>
                  {part(r)}
                </span>
              ) : undefined
            }
            note={r.reason ? tell(r, r.reason) : undefined}
          />
        )}
      />
    );
  }
  const columns: Column<Item>[] = [
    {
      key: 'name',
      label: t`Record`,
      width: 180,
      cell: (r) => (
        <>
          {sign(r)}
          <Link to="/records/$object/$id" params={{ object: r.object, id: r.id }} search={{}} translate="no">
            {r.name || r.id}
          </Link>
        </>
      ),
    },
    ...(records.some((r) => r.reason)
      ? [
          {
            key: 'reason',
            label: t`Why left out`,
            cell: (r: Item) => <span title={tell(r, r.reason)}>{tell(r, r.reason)}</span>,
          },
        ]
      : []),
    ...(parts ? [{ key: 'contribution', label: t`Part`, number: true, cell: part }] : []),
    ...keyFirst(fields)
      .filter((f) => f.name !== 'name' && f.name !== 'subject')
      .map((f) => ({
        key: f.name,
        label: words.shown(f),
        number: ['money', 'int', 'number'].includes(f.kind),
        cell: (r: Item) => <FieldText field={f} value={r.fields[f.name]} />,
      })),
  ];
  return <DataTable label={t`Records`} columns={columns} rows={records} rowKey={key} onEnd={onEnd} height="100%" />;
}
