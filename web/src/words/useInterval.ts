import { useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import type { Schemas } from '../api/client.ts';

/** Says what the range beside a number is: how it was made, and how much it covers. */
export function useInterval(): (interval?: Schemas['Interval']) => string {
  const { t } = useLingui();
  return useCallback(
    (interval) => {
      const percent = Math.round((interval?.coverage ?? 0) * 100);
      switch (interval?.kind) {
        case 'baseline':
          return t`${percent}% of past errors:`;
        case 'wilson':
          return t`${percent}% interval (Wilson)`;
        case undefined:
          return '';
        default:
          return t`${percent}% interval`;
      }
    },
    [t],
  );
}
