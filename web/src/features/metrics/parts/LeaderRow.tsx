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
  /** What a share is taken of; undefined where parts do not add up. */
  sum?: number;
  onFilter: () => void;
  onOpen: () => void;
}

export function LeaderRow({ row, label, unit, top, sum, onFilter, onOpen }: Props) {
  const { t } = useLingui();
  const format = useFormat();
  const tell = useReasons();
  const value = row.value === null ? null : Number(row.value);
  const width = value === null || top <= 0 ? 0 : (Math.max(0, value) / top) * 100;
  const shown = value === null ? '–' : format.value(row.value!, unit, row.currency, true);
  const n = format.count(row.n);
  return (
    <li className={styles.leader}>
      <UnstyledButton className={styles.leadname} onClick={onFilter} title={t`Only ${label}`} aria-label={t`Only ${label}`} translate="no">{label}</UnstyledButton>
      <span className={styles.bar} aria-hidden><span style={{ width: `${width}%` }} /></span>
      <UnstyledButton className={styles.leadvalue} translate="no" onClick={onOpen} title={value === null ? tell(row, row.reason) : t`n = ${n}`} aria-label={t`${label}: ${shown}, show records`}>
        {shown}
      </UnstyledButton>
      <span className={styles.leadshare}>
        {row.compare ? <Delta compare={row.compare} unit={unit} currency={row.currency} short /> : sum && value !== null ? format.share(value / sum) : t`n = ${n}`}
      </span>
    </li>
  );
}
