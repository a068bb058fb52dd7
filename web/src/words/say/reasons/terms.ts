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

  // what the built-in metrics count
  activities: msg`activities`,
  'booked meetings': msg`booked meetings`,
  calls: msg`calls`,
  'closed deals': msg`closed deals`,
  contracts: msg`contracts`,
  'converted leads': msg`converted leads`,
  costs: msg`costs`,
  'costs of advertising': msg`costs of advertising`,
  'created deals': msg`created deals`,
  customers: msg`customers`,
  'customers who bought': msg`customers who bought`,
  'days of reps': msg`days of reps`,
  'deals due': msg`deals due`,
  'deals in a stage': msg`deals in a stage`,
  'deals won or lost to a competitor': msg`deals won or lost to a competitor`,
  'delivered mails': msg`delivered mails`,
  'first contracts': msg`first contracts`,
  'first won deals': msg`first won deals`,
  'full-time equivalents': msg`full-time equivalents`,
  leads: msg`leads`,
  'leads with a won deal': msg`leads with a won deal`,
  'lines of won deals': msg`lines of won deals`,
  'lost deals': msg`lost deals`,
  mails: msg`mails`,
  meetings: msg`meetings`,
  'new customers': msg`new customers`,
  'open deals': msg`open deals`,
  periods: msg`periods`,
  reps: msg`reps`,
  'reps with a quota': msg`reps with a quota`,
  settings: msg`settings of the company`,
  'visits to a stage': msg`visits to a stage`,
  'won deals': msg`won deals`,
};
