import { Trans } from '@lingui/react/macro';
import type { Schemas } from '../../api/client.ts';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import styles from './erasure.module.css';

type Counts = Pick<Schemas['ErasureCounts'], 'values' | 'merged' | 'events'> & Partial<Schemas['ErasureCounts']>;

/** How much an erasure removes. What is known only afterwards is left out before. */
export function Removed({ counts }: { counts: Counts }) {
  const format = useFormat();
  const rows = [
    { label: <Trans>Names, addresses and phone numbers, at all times</Trans>, n: counts.values },
    { label: <Trans>Records merged into it</Trans>, n: counts.merged },
    { label: <Trans>Calendar events that lose their title and who took part</Trans>, n: counts.events },
    { label: <Trans>Rows of files with rejected rows</Trans>, n: counts.rejects },
    { label: <Trans>Copies of the database from before an upgrade</Trans>, n: counts.snapshots },
  ];
  return (
    <dl className={styles.counts}>
      {rows.map(
        ({ label, n }, i) =>
          n !== undefined && (
            <div key={i}>
              <dt>{label}</dt>
              <dd className="num">{format.count(n)}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
