import { Trans, useLingui } from '@lingui/react/macro';
import type { Schemas } from '../../../api/client.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { DataTable, type Column } from '../../../ui/table/DataTable.tsx';
import { useWords } from '../../../words/useWords.ts';
import styles from './report.module.css';

type Count = Schemas['ImportCount'];

/** How many records of each object an import wrote or, tried, would write. */
export function Counts({ objects, tried = false }: { objects: Count[]; tried?: boolean }) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useWords();
  const number = (key: keyof Omit<Count, 'object'>, label: string): Column<Count> => ({
    key,
    label,
    number: true,
    cell: (o) => (o[key] === 0 ? <span className="dim">0</span> : format.count(o[key])),
  });
  const columns: Column<Count>[] = [
    { key: 'object', label: t`Records`, cell: (o) => words.objects(o.object) },
    number('created', t({ message: 'Created', context: 'count of records' })),
    number('updated', t`Updated`),
    number('unchanged', t`Unchanged`),
    number('stubbed', t`Only mentioned`),
    number('rejected', t`Rejected`),
    ...(objects.some((o) => o.deleted > 0) ? [number('deleted', t`Deleted`)] : []),
  ];
  if (objects.length === 0) return null;
  return (
    <section className={styles.section}>
      <h2>
        <Trans>Records</Trans>
      </h2>
      <DataTable
        stacked
        label={tried ? t`Records, as tried` : t`Records`}
        columns={columns}
        rows={objects}
        rowKey={(o) => o.object}
      />
    </section>
  );
}
