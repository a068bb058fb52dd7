import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type ReactNode } from 'react';
import { HeaderCell } from './HeaderCell.tsx';
import styles from './DataTable.module.css';

export interface Column<Row> {
  key: string;
  label: string;
  /** Numbers stand right, in tabular figures. */
  number?: boolean;
  sortable?: boolean;
  width?: number;
  cell: (row: Row) => ReactNode;
}

interface Props<Row> {
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row, index: number) => string;
  /** A field, with a leading - for descending. */
  sort?: string;
  onSort?: (sort: string) => void;
  selected?: string;
  /** Called when the end comes near and there is more. */
  onEnd?: () => void;
  /** Fixed height of the scrolled part; without it the table is as high as its rows. */
  height?: number | string;
  /** The first column stays in sight while the others scroll past. */
  pinned?: boolean;
  /** On a narrow screen each row is a card of labelled cells, so that none lies out of sight. For tables as high as their rows. */
  stacked?: boolean;
}

const rowHeight = 32;
const whole = (_: unknown, index: number) => ({ index, start: 0, end: 0 });

/** A table of any length: only the rows in sight are in the page. */
export function DataTable<Row>({
  label,
  columns,
  rows,
  rowKey,
  sort,
  onSort,
  selected,
  onEnd,
  height,
  pinned,
  stacked,
}: Props<Row>) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialRect: { width: 1000, height: 640 },
  });
  // a table as high as its rows shows all of them
  const items = height === undefined ? rows.map(whole) : virtual.getVirtualItems();
  const first = items[0];
  const last = items.at(-1);
  const atEnd = (last?.index ?? -1) >= rows.length - 10;
  useEffect(() => {
    if (atEnd && rows.length > 0) onEnd?.();
    // asks again when more rows have come and the end is still in sight
  }, [atEnd, rows.length, onEnd]);

  return (
    <div ref={scroller} className={styles.scroller} style={{ height }} tabIndex={0} role="region" aria-label={label}>
      <table
        className={styles.table}
        data-pinned={pinned || undefined}
        data-stacked={stacked || undefined}
        aria-rowcount={rows.length + 1}
      >
        <thead>
          <tr>
            {columns.map((c) => (
              <HeaderCell key={c.key} column={c} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {first && first.start > 0 && (
            <tr aria-hidden style={{ height: first.start }}>
              <td colSpan={columns.length} />
            </tr>
          )}
          {items.map((item) => {
            const row = rows[item.index]!;
            const key = rowKey(row, item.index);
            return (
              <tr key={key} aria-rowindex={item.index + 2} data-selected={key === selected || undefined}>
                {columns.map((c) => (
                  <td key={c.key} data-number={c.number || undefined} data-label={stacked ? c.label : undefined}>
                    {c.cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
          {height !== undefined && last && last.end < virtual.getTotalSize() && (
            <tr aria-hidden style={{ height: virtual.getTotalSize() - last.end }}>
              <td colSpan={columns.length} />
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}
