import { useLingui } from '@lingui/react/macro';
import type { Operator } from '../../url/conditions.ts';

/** Comparisons in words; of days they are called otherwise than of amounts. */
export function useOperators(): (op: Operator, kind: string) => string {
  const { t } = useLingui();
  return (op, kind) => {
    const day = kind === 'day';
    switch (op) {
      case 'is':
        return t`is`;
      case 'not':
        return t`is not`;
      case 'contains':
        return t`contains`;
      case 'starts':
        return t`begins with`;
      case 'above':
        return day ? t`is after` : t`is more than`;
      case 'from':
        return day ? t`is on or after` : t`is at least`;
      case 'below':
        return day ? t`is before` : t`is less than`;
      case 'upto':
        return day ? t`is on or before` : t`is at most`;
      case 'during':
        return t`is in`;
      case 'last':
        return t`is in the last days`;
      case 'next':
        return t`is in the next days`;
      case 'past':
        return t`is before today`;
      case 'future':
        return t`is after today`;
      case 'empty':
        return t`is empty`;
      case 'filled':
        return t`is filled`;
    }
  };
}
