import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** Terms that stand in reasons as parts, by the English text the server writes. */
export const terms: Record<string, MessageDescriptor> = {
  'day/month/year': msg`day/month/year`,
  'month/day/year': msg`month/day/year`,
  'year/month/day': msg`year/month/day`,
};
