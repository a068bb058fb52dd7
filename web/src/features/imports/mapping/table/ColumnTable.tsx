import { Trans, useLingui } from '@lingui/react/macro';
import { NativeSelect } from '@mantine/core';
import { useMemo } from 'react';
import { useFormat } from '../../../../ui/format/FormatProvider.tsx';
import { useWords } from '../../../../words/useWords.ts';
import { HowWritten } from './HowWritten.tsx';
import type { Change, Entry, MappingObject, Outline, Table, TableColumn } from '../mapping.ts';
import type { Mapping } from '../useMapping.ts';
import { useFieldName } from './useFieldName.ts';
import styles from '../mapping.module.css';

interface Props {
  table: Table;
  main: { entry: Entry; at: number };
  object: MappingObject | undefined;
  outline: Outline;
  m: Mapping;
}

/** Where a column stands in an entry: the fields made of it, or what becomes of it otherwise. */
function uses(entry: Entry, column: string) {
  const same = (name: string) => name.trim().toLowerCase() === column.trim().toLowerCase();
  return {
    id: entry.id.some(same),
    ignored: entry.ignored.some(same),
    fields: entry.fields.filter((f) => f.columns.some(same)),
  };
}

/** Column → field, with values of the column, each to be changed. */
export function ColumnTable({ table, main, object, outline, m }: Props) {
  const { t } = useLingui();
  return (
    <div className={styles.scroller} role="region" tabIndex={0} aria-label={t`Columns of ${table.file}`}>
      <table className={styles.columns}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Column</Trans>
            </th>
            <th scope="col">
              <Trans>Values</Trans>
            </th>
            <th scope="col">
              <Trans>Becomes</Trans>
            </th>
            <th scope="col">
              <Trans>How it is written</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {table.columns.map((c) => (
            <Line key={c.name} column={c} rows={table.rows} main={main} object={object} outline={outline} m={m} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({
  column,
  rows,
  main: { entry, at },
  object,
  outline,
  m,
}: Omit<Props, 'table'> & { column: TableColumn; rows: number }) {
  const { t } = useLingui();
  const words = useWords();
  const format = useFormat();
  const fieldName = useFieldName();
  const { id, ignored, fields } = uses(entry, column.name);
  const first = fields[0];
  const value = id ? '=id' : first ? first.field : ignored || entry.others_ignored ? '=ignore' : '=own';
  const used = value !== '=ignore' && value !== '=own';
  const also = (id ? fields : fields.slice(1)).map((f) => fieldName(f.field));
  const menu = useMemo(
    () => [
      { value: '=own', label: t`a field of its own` },
      { value: '=ignore', label: t`not used` },
      ...(entry.log
        ? fields.map((f) => ({ value: f.field, label: fieldName(f.field) }))
        : [
            { value: '=id', label: t`the id of the row` },
            ...(object?.fields ?? [])
              .map((f) => ({ value: f.name, label: fieldName(f.name) }))
              .sort((a, b) => a.label.localeCompare(b.label)),
          ]),
    ],
    [t, entry.log, object, fieldName, fields],
  );
  const holds = { text: t`texts`, number: t`numbers`, date: t`dates`, yes_no: t`yes or no`, nothing: t`nothing` }[
    column.holds
  ];
  const choose = (to: string) => {
    const what = { '=own': 'own', '=ignore': 'ignore', '=id': 'id' }[to] as Change['what'] | undefined;
    const changes: Change[] = [{ what: what ?? 'field', entry: at, name: column.name, value: what ? undefined : to }];
    if (to === 'stage') {
      const more = column.stages.filter((s) => !outline.stages.some((have) => have.name === s.name));
      if (more.length > 0) changes.push({ what: 'stages', stages: [...outline.stages, ...more] });
    }
    m.change(changes);
  };
  return (
    <tr data-unused={!used || undefined}>
      <th scope="row" translate="no">
        {column.name}
      </th>
      <td>
        <span className={styles.samples} translate="no">
          {column.samples.join(' · ')}
        </span>
        <span className="dim small">
          {holds}
          {column.filled < rows && (
            <>
              ,{' '}
              <Trans>
                in {format.count(column.filled)} of {format.count(rows)} rows
              </Trans>
            </>
          )}
        </span>
      </td>
      <td>
        <NativeSelect
          size="xs"
          aria-label={t`${column.name} becomes`}
          value={value}
          data={menu}
          disabled={entry.log && used}
          onChange={(e) => choose(e.currentTarget.value)}
        />
        {also.length > 0 && (
          <span className="dim small">
            <Trans>and {also.join(', ')}</Trans>
          </span>
        )}
      </td>
      <td>
        {used && first && (
          <HowWritten
            column={column}
            field={first}
            kind={object?.fields.find((f) => f.name === first.field)}
            at={at}
            outline={outline}
            m={m}
            of={words.objects}
          />
        )}
      </td>
    </tr>
  );
}
