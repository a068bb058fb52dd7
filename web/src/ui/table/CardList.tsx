import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type ReactNode } from 'react';
import styles from './CardList.module.css';

interface Props<Row> {
  label: string;
  rows: Row[];
  rowKey: (row: Row, index: number) => string;
  card: (row: Row) => ReactNode;
  /** Called when the end comes near and there is more. */
  onEnd?: () => void;
  /** Height of the scrolled part. */
  height: number | string;
}

/** Rows of any number as cards, for places too narrow for a table: only those in sight are in the page. */
export function CardList<Row>({ label, rows, rowKey, card, onEnd, height }: Props<Row>) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 62,
    overscan: 8,
    initialRect: { width: 400, height: 640 },
  });
  const items = virtual.getVirtualItems();
  const atEnd = (items.at(-1)?.index ?? -1) >= rows.length - 8;
  useEffect(() => {
    if (atEnd && rows.length > 0) onEnd?.();
    // asks again when more rows have come and the end is still in sight
  }, [atEnd, rows.length, onEnd]);
  return (
    <div ref={scroller} className={styles.scroller} style={{ height }} tabIndex={0} role="region" aria-label={label}>
      <ul className={styles.list} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => (
          <li
            key={rowKey(rows[item.index]!, item.index)}
            ref={virtual.measureElement}
            data-index={item.index}
            aria-setsize={rows.length}
            aria-posinset={item.index + 1}
            className={styles.item}
            style={{ transform: `translateY(${item.start}px)` }}
          >
            {card(rows[item.index]!)}
          </li>
        ))}
      </ul>
    </div>
  );
}
