import { Trans } from '@lingui/react/macro';
import { useMediaQuery } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useId } from 'react';
import type { Schemas } from '../../../api/client.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { Failed, Loading } from '../../../ui/state/states.tsx';
import { PanelTable } from '../panel/PanelTable.tsx';
import { receiptRecordsQuery } from './queries.ts';
import styles from '../metric.module.css';

/** The records that the number was made of then. */
export function ReceiptRecords({ question }: { question: Schemas['ReceiptQuestion'] }) {
  const head = useId();
  const format = useFormat();
  const records = useInfiniteQuery(receiptRecordsQuery(question));
  const narrow = useMediaQuery('(max-width: 47.99em)', undefined, { getInitialValueInEffect: false });
  const pages = records.data?.pages;
  return (
    <section className={styles.card} aria-labelledby={head}>
      <h2 id={head}>
        <Trans>Records</Trans> {pages && <span className="dim num">{format.count(pages[0]!.total)}</span>}
      </h2>
      {records.isError && <Failed error={records.error} onRetry={() => void records.refetch()} />}
      {records.isPending && <Loading height={240} />}
      {pages && (
        <div className={styles.records}>
          <PanelTable
            all={!narrow}
            fields={pages[0]!.fields}
            records={pages.flatMap((p) => p.records)}
            onEnd={records.hasNextPage && !records.isFetchingNextPage ? () => void records.fetchNextPage() : undefined}
          />
        </div>
      )}
    </section>
  );
}
