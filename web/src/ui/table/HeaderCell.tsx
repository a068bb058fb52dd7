import type { Column } from './DataTable.tsx';
import styles from './DataTable.module.css';

interface Props<Row> {
  column: Column<Row>;
  sort?: string;
  onSort?: (sort: string) => void;
}

/** A column's head; where it sorts, it is a button that turns the order round. */
export function HeaderCell<Row>({ column, sort, onSort }: Props<Row>) {
  const { key, label, number, sortable, width } = column;
  const direction = sort === key ? 'ascending' : sort === `-${key}` ? 'descending' : undefined;
  const next = direction === undefined ? (number ? `-${key}` : key) : direction === 'ascending' ? `-${key}` : key;
  return (
    <th scope="col" data-number={number || undefined} aria-sort={direction} style={{ minWidth: width }}>
      {sortable && onSort ? (
        <button type="button" className={styles.sort} onClick={() => onSort(next)}>
          {label}
          <span aria-hidden translate="no">
            {direction === 'ascending' ? '↑' : direction === 'descending' ? '↓' : ''}
          </span>
        </button>
      ) : (
        label
      )}
    </th>
  );
}
