import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Failed, Loading } from './states.tsx';
import styles from './Query.module.css';

interface Props<T> {
  of: UseQueryResult<T>;
  /** Height of what will be here, so that nothing jumps. */
  height?: number;
  /** The page is nothing without it. */
  page?: boolean;
  children: (data: T) => ReactNode;
}

/** Loading, error and data of one question. While it is asked anew the old answer stays, dimmed. */
export function Query<T>({ of, height, page, children }: Props<T>) {
  if (of.isError && of.data === undefined)
    return <Failed page={page} error={of.error} onRetry={() => void of.refetch()} />;
  if (of.data === undefined) return <Loading height={height} />;
  return (
    <div
      className={styles.answer}
      data-stale={of.isPlaceholderData || undefined}
      aria-busy={of.isPlaceholderData || undefined}
    >
      {children(of.data)}
    </div>
  );
}
