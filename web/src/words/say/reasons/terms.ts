import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** Terms that stand in reasons as parts, by the English text the server writes. */
export const terms: Record<string, MessageDescriptor> = {
  'day/month/year': msg`day/month/year`,
  'month/day/year': msg`month/day/year`,
  'year/month/day': msg`year/month/day`,

  // what a field takes
  'a text': msg`a text`,
  'a whole number': msg`a whole number`,
  'a number': msg`a number`,
  'true or false': msg`yes or no`,
  'a day such as 2026-03-31': msg`a day such as 2026-03-31`,
  'an instant such as 2026-03-31T17:00:00Z': msg`a day with a time such as 2026-03-31T17:00:00Z`,
  'an amount such as 1250.00': msg`an amount such as 1250.00`,

  // what is counted beside the rows of metric files, whose words are catalogued
  'full-time equivalents': msg`full-time equivalents`,
  settings: msg`settings of the company`,
};
