import { plural, t } from '@lingui/core/macro';

/** A rule that found some rows: how many, of how many, and what those are called. */
type Rule = (count: number, of: string, noun: string) => string;

/** What the rules of the built-in metrics find, by code. A company's own rules speak their file's language. */
export const rules = (): Record<string, Rule> => ({
  bounced: (count, of, noun) =>
    plural(count, { one: `# of ${of} ${noun} was not delivered`, other: `# of ${of} ${noun} were not delivered` }),
  closed_before_contact: (count, of, noun) =>
    plural(count, {
      one: `# of ${of} ${noun} closes before the first contact`,
      other: `# of ${of} ${noun} close before the first contact`,
    }),
  closed_before_created: (count, of, noun) =>
    plural(count, {
      one: `# of ${of} ${noun} closes before it was created`,
      other: `# of ${of} ${noun} close before they were created`,
    }),
  credit_note: (count, of, noun) =>
    plural(count, { one: `# of ${of} ${noun} is a credit note`, other: `# of ${of} ${noun} are credit notes` }),
  duplicate: (count, of, noun) =>
    plural(count, {
      one: `# of ${of} ${noun} stands in a calendar and is counted already`,
      other: `# of ${of} ${noun} stand in a calendar and are counted already`,
    }),
  ends_before_it_begins: (count, of, noun) =>
    plural(count, {
      one: `# of ${of} ${noun} ends before it begins`,
      other: `# of ${of} ${noun} end before they begin`,
    }),
  lost_without_amount: (count, of, noun) =>
    plural(count, { one: `# of ${of} ${noun} has no amount`, other: `# of ${of} ${noun} have no amount` }),
  no_account: (count, of, noun) =>
    plural(count, { one: `# of ${of} ${noun} names no account`, other: `# of ${of} ${noun} name no account` }),
  no_amount: (count, of, noun) =>
    plural(count, { one: `# of ${of} ${noun} has no amount`, other: `# of ${of} ${noun} have no amount` }),
  no_calendar: (count, of, noun) =>
    plural(count, { one: `# of ${of} ${noun} has no calendar`, other: `# of ${of} ${noun} have no calendar` }),
  no_competitor: (count, of, noun) =>
    plural(count, { one: `# of ${of} ${noun} names no competitor`, other: `# of ${of} ${noun} name no competitor` }),
  no_contact: (count, of, noun) =>
    plural(count, {
      one: `# of ${of} ${noun} has no known contact before its creation`,
      other: `# of ${of} ${noun} have no known contact before their creation`,
    }),
  no_created_date: (count, of, noun) =>
    plural(count, { one: `# of ${of} ${noun} has no created date`, other: `# of ${of} ${noun} have no created date` }),
  no_history: (count, of, noun) =>
    plural(count, {
      one: `# of ${of} ${noun} has no history of what this looks at`,
      other: `# of ${of} ${noun} have no history of what this looks at`,
    }),
  no_list_price: (count, of, noun) =>
    plural(count, {
      one: `# of ${of} ${noun} lacks a total, a list price or a quantity`,
      other: `# of ${of} ${noun} lack a total, a list price or a quantity`,
    }),
  no_mrr: (count, of, noun) =>
    plural(count, {
      one: `# of ${of} ${noun} has no recurring revenue`,
      other: `# of ${of} ${noun} have no recurring revenue`,
    }),
  no_outcome: (count, of, noun) =>
    plural(count, {
      one: `# of ${of} ${noun} has no known outcome`,
      other: `# of ${of} ${noun} have no known outcome`,
    }),
  no_quota: (count, of, noun) =>
    plural(count, {
      one: `# of ${of} ${noun} has no quota in the period`,
      other: `# of ${of} ${noun} have no quota in the period`,
    }),
  no_term: (count, of, noun) =>
    plural(count, {
      one: `# of ${of} ${noun} has no known term and amount`,
      other: `# of ${of} ${noun} have no known term and amount`,
    }),
  no_total: (count, of, noun) =>
    plural(count, {
      one: `# of ${of} ${noun} has no total or no quantity`,
      other: `# of ${of} ${noun} have no total or no quantity`,
    }),
  no_working_hours: (count, of, noun) =>
    plural(count, {
      one: `# of ${of} ${noun} has no working hours to count in: set the company’s`,
      other: `# of ${of} ${noun} have no working hours to count in: set the company’s`,
    }),
  not_paid: (count, of, noun) =>
    plural(count, {
      one: `# of ${of} ${noun} comes from no paid channel`,
      other: `# of ${of} ${noun} come from no paid channel`,
    }),
  only_in_calendar: (count, of, noun) =>
    plural(count, {
      one: `# of ${of} ${noun} stands only in a calendar`,
      other: `# of ${of} ${noun} stand only in a calendar`,
    }),
  omitted: (count, of, noun) =>
    plural(count, {
      one: `# of ${of} ${noun} is omitted from the forecast`,
      other: `# of ${of} ${noun} are omitted from the forecast`,
    }),
  overdue: (count, of, noun) =>
    plural(count, { one: `# of ${of} ${noun} is overdue`, other: `# of ${of} ${noun} are overdue` }),
  too_young: (count, of, noun) =>
    plural(count, {
      one: `# of ${of} ${noun} is too young to be judged`,
      other: `# of ${of} ${noun} are too young to be judged`,
    }),
  undecided: (count, of, noun) =>
    plural(count, {
      one: `# of ${of} ${noun} is still open and has not gone on`,
      other: `# of ${of} ${noun} are still open and have not gone on`,
    }),
  win_undated: (count, of, noun) =>
    plural(count, {
      one: `# of ${of} ${noun} became a won deal without a close date`,
      other: `# of ${of} ${noun} became won deals without a close date`,
    }),
});

/** The same of one record. */
export const recordRules = (): Record<string, () => string> => ({
  bounced: () => t`was not delivered`,
  closed_before_contact: () => t`closes before the first contact`,
  closed_before_created: () => t`closes before it was created`,
  credit_note: () => t`is a credit note`,
  duplicate: () => t`stands in a calendar and is counted already`,
  ends_before_it_begins: () => t`ends before it begins`,
  lost_without_amount: () => t`has no amount`,
  no_account: () => t`names no account`,
  no_amount: () => t`has no amount`,
  no_calendar: () => t`has no calendar`,
  no_competitor: () => t`names no competitor`,
  no_contact: () => t`has no known contact before its creation`,
  no_created_date: () => t`has no created date`,
  no_history: () => t`has no history of what this looks at`,
  no_list_price: () => t`lacks a total, a list price or a quantity`,
  no_mrr: () => t`has no recurring revenue`,
  no_outcome: () => t`has no known outcome`,
  no_quota: () => t`has no quota in the period`,
  no_term: () => t`has no known term and amount`,
  no_total: () => t`has no total or no quantity`,
  no_working_hours: () => t`has no working hours to count in: set the company’s`,
  not_paid: () => t`comes from no paid channel`,
  only_in_calendar: () => t`stands only in a calendar`,
  omitted: () => t`is omitted from the forecast`,
  overdue: () => t`is overdue`,
  too_young: () => t`is too young to be judged`,
  undecided: () => t`is still open and has not gone on`,
  win_undated: () => t`became a won deal without a close date`,
});

/** What the formulas of the built-in metrics need to be above zero, by metric. */
export const formulaRules = (): Record<string, () => string> => ({
  coverage: () => t`reached: nothing is missing to the quota of the period`,
});
