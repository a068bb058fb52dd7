import { useLingui } from '@lingui/react/macro';
import { UnstyledButton } from '@mantine/core';
import type { Schemas } from '../../../api/client.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { Delta } from '../../../words/Delta.tsx';
import { useReasons } from '../../../words/say/reasons/useReasons.ts';
import styles from '../metric.module.css';

interface Props {
  row: Schemas['Row'];
  label: string;
  unit: Schemas['Answer']['unit'];
  /** The longest bar's value. */
  top: number;
  /** All of them together, where one value can stand for all. */
  all?: number;
  /** What a share is taken of; undefined where parts do not add up. */
  sum?: number;
  onFilter: () => void;
  onOpen: () => void;
}

export function LeaderRow({ row, label, unit, top, all, sum, onFilter, onOpen }: Props) {
  const { t } = useLingui();
  const format = useFormat();
  const tell = useReasons();
  const value = row.value === null ? null : Number(row.value);
  const place = (v: number) => `${top <= 0 ? 0 : (Math.min(top, Math.max(0, v)) / top) * 100}%`;
  const shown = value === null ? '–' : format.value(row.value!, unit, row.currency, true);
  const n = format.count(row.n);
  return (
    <li className={styles.leader}>
      <UnstyledButton
        className={styles.leadname}
        onClick={onFilter}
        title={t`Only ${label}`}
        aria-label={t`Only ${label}`}
        translate="no"
      >
        {label}
      </UnstyledButton>
      <span className={styles.bar} aria-hidden>
        {value !== null && <span className={styles.fill} style={{ width: place(value) }} />}
        {all !== undefined && <span className={styles.total} style={{ left: place(all) }} />}
        {row.low !== null && row.high !== null && (
          <span
            className={styles.whisker}
            style={{ left: place(Number(row.low)), right: `calc(100% - ${place(Number(row.high))})` }}
          />
        )}
      </span>
      <UnstyledButton
        className={styles.leadvalue}
        translate="no"
        onClick={onOpen}
        title={value === null ? tell(row, row.reason) : t`n = ${n}`}
        aria-label={t`${label}: ${shown}, show records`}
      >
        {shown}
      </UnstyledButton>
      <span className={styles.leadshare}>
        {row.compare ? (
          <Delta compare={row.compare} unit={unit} currency={row.currency} short />
        ) : sum && value !== null ? (
          format.share(value / sum)
        ) : (
          t`n = ${n}`
        )}
      </span>
    </li>
  );
}
