import { plural, t } from '@lingui/core/macro';
import { useLingui } from '@lingui/react';
import { useMemo } from 'react';
import { hasSentences } from '../../ui/i18n/locale.ts';
import type { Schemas } from '../../api/client.ts';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { useReasons } from './reasons/useReasons.ts';

type Note = Schemas['Note'];
type Say = (count: number, of: string, amount: string) => string;

/** What an answer's notes say, by code: what was left out, assumed or converted. */
const sentences = (): Record<string, Say> => ({
  closed_before_created: (count, of) =>
    plural(count, {
      one: `# of ${of} deals closes before it was created and is left out.`,
      other: `# of ${of} deals close before they were created and are left out.`,
    }),
  closed_before_contact: (count, of) =>
    plural(count, {
      one: `# of ${of} deals closes before the first contact and is left out.`,
      other: `# of ${of} deals close before the first contact and are left out.`,
    }),
  lost_without_amount: (count, of) =>
    plural(count, { one: `# of ${of} lost deals has no amount.`, other: `# of ${of} lost deals have no amount.` }),
  no_amount: (count, of) =>
    plural(count, { one: `# of ${of} deals has no amount.`, other: `# of ${of} deals have no amount.` }),
  no_account: (count, of) =>
    plural(count, {
      one: `# of ${of} won deals names no account and is left out.`,
      other: `# of ${of} won deals name no account and are left out.`,
    }),
  no_competitor: (count, of) =>
    plural(count, {
      one: `# of ${of} lost deals names no competitor.`,
      other: `# of ${of} lost deals name no competitor.`,
    }),
  no_contact: (count, of) =>
    plural(count, {
      one: `# of ${of} deals has no known first contact and is left out.`,
      other: `# of ${of} deals have no known first contact and are left out.`,
    }),
  no_created_date: (count, of) =>
    plural(count, {
      one: `# of ${of} records has no created date and is left out.`,
      other: `# of ${of} records have no created date and are left out.`,
    }),
  win_undated: (count, of) =>
    plural(count, {
      one: `# of ${of} leads became a won deal without a close date and counts as no customer.`,
      other: `# of ${of} leads became won deals without a close date and count as no customers.`,
    }),
  no_list_price: (count, of) =>
    plural(count, {
      one: `# of ${of} line items lacks a total, a list price or a quantity and is left out.`,
      other: `# of ${of} line items lack a total, a list price or a quantity and are left out.`,
    }),
  contracts_incomplete: (count, of) =>
    plural(count, {
      one: `# of ${of} contracts lacks an account or a first day and makes no customer.`,
      other: `# of ${of} contracts lack an account or a first day and make no customer.`,
    }),
  quotas_incomplete: (count, of) =>
    plural(count, {
      one: `# of ${of} quotas of a person lacks an amount or one of its days, or ends before it begins, and is not counted.`,
      other: `# of ${of} quotas of a person lack an amount or one of their days, or end before they begin, and are not counted.`,
    }),
  quotas_not_above_zero: (count, of) =>
    plural(count, {
      one: `# of ${of} quotas of a person is 0 or less; whoever has no other in a period is listed as without a quota, or not at all.`,
      other: `# of ${of} quotas of a person are 0 or less; whoever has no other in a period is listed as without a quota, or not at all.`,
    }),
  wins_incomplete: (count, of) =>
    plural(count, {
      one: `# of ${of} won deals lacks a close date or an amount and counts towards no quota.`,
      other: `# of ${of} won deals lack a close date or an amount and count towards no quota.`,
    }),
  wins_unowned: (count, of) =>
    plural(count, {
      one: `# of ${of} won deals has no owner and counts towards no quota, but for the shares of credit splits.`,
      other: `# of ${of} won deals have no owner and count towards no quota, but for the shares of credit splits.`,
    }),
  purchases_incomplete: (count, of) =>
    plural(count, {
      one: `# of ${of} orders or won deals lacks an account, a day or an amount and is no purchase.`,
      other: `# of ${of} orders or won deals lack an account, a day or an amount and are no purchase.`,
    }),
  due_undated: (count, of) =>
    plural(count, {
      one: `# of ${of} deals has no close date and was due in no period.`,
      other: `# of ${of} deals have no close date and were due in no period.`,
    }),
  events_incomplete: (count, of) =>
    plural(count, {
      one: `# of ${of} calendar events lacks an owner, a start or an end and fills nobody’s time.`,
      other: `# of ${of} calendar events lack an owner, a start or an end and fill nobody’s time.`,
    }),
  lines_without_deal: (count, of) =>
    plural(count, {
      one: `# of ${of} line items names no deal and is not counted.`,
      other: `# of ${of} line items name no deal and are not counted.`,
    }),
  counted_in_all: () =>
    t`What lacks a value is counted over all of the data, whatever the days, the filters and the team: without the value nobody can tell where it belongs.`,
  too_young: (count, of) =>
    plural(count, {
      one: `# of ${of} records is too young to be judged and is left out on both sides.`,
      other: `# of ${of} records are too young to be judged and are left out on both sides.`,
    }),
  slips_of_range: () =>
    t`All days asked for count as one period: a deal that moved to a later quarter among them and closed there has not slipped. By quarter it has.`,
  to_date: (count, of) =>
    plural(count, {
      one: `The period is not over: it is compared to date, with the first day of ${of} of the other.`,
      other: `The period is not over: it is compared to date, with the first # of ${of} days of the other.`,
    }),
  empty_periods_left_out: () =>
    t`Periods without any rows are left out: there are too many combinations to list them all.`,
  undated: (count) =>
    plural(count, {
      one: '# record has no day for this and is in no period.',
      other: '# records have no day for this and are in no period.',
    }),
  no_value: (count, of) =>
    plural(count, {
      one: `# of ${of} records lacks a value that this is computed from and is left out.`,
      other: `# of ${of} records lack a value that this is computed from and are left out.`,
    }),
  unknown: (count) =>
    plural(count, {
      one: 'For # record the condition cannot be told, because a value is unset; it is not counted.',
      other: 'For # records the condition cannot be told, because a value is unset; they are not counted.',
    }),
  backfilled: (count, of) =>
    plural(count, {
      one: `# of ${of} records rests on values without history, taken to be as they were when imported.`,
      other: `# of ${of} records rest on values without history, taken to be as they were when imported.`,
    }),
  hindsight: (count, of, amount) =>
    plural(count, {
      one: `Hindsight: only ${amount} is proven for that day. # of ${of} records has no history of its amount, so that a later one counts.`,
      other: `Hindsight: only ${amount} is proven for that day. # of ${of} records have no history of their amounts, so that later ones count.`,
    }),
  counted_in_several: (count, of) =>
    plural(count, {
      one: `# of ${of} deals has several products and stands under each of them; where amounts are shared out by its lines, they add up.`,
      other: `# of ${of} deals have several products and stand under each of them; where amounts are shared out by their lines, they add up.`,
    }),
  credit_shared: (count, of) =>
    plural(count, {
      one: `# of ${of} deals is shared between several people: the amounts add up, the numbers of deals do not.`,
      other: `# of ${of} deals are shared between several people: the amounts add up, the numbers of deals do not.`,
    }),
  lines_in_other_currency: (count, of) =>
    plural(count, {
      one: `# of ${of} deals has lines in another currency than its amount; what those come to stands under “(none)”.`,
      other: `# of ${of} deals have lines in another currency than their amount; what those come to stands under “(none)”.`,
    }),
  missing_rate: (count) =>
    plural(count, {
      one: 'The amount of # record is left out: its currency has no exchange rate for its day. Give one in the settings, or import a table of rates.',
      other:
        'The amounts of # records are left out: their currency has no exchange rate for their day. Give one in the settings, or import a table of rates.',
    }),
  in_company_currency: () => t`Amounts without a currency are taken to be in the company’s.`,
  otherwise: () => t`There is nothing of what this counts; what is most like it is counted instead.`,
  lag: (count) =>
    plural(count, { one: 'One side is that of # day earlier.', other: 'One side is that of # days earlier.' }),
  on_revenue: () => t`No gross margin is set: this is on revenue, not on margin.`,
  baseline: () =>
    t`A baseline: the mean of the last complete periods; nothing that is open or planned is looked at. A better forecast has to beat it.`,
  from_deal_owners: () =>
    t`Nobody is marked as a rep, so whoever owns a deal or an activity of the period counts as one.`,
});

/** Words an answer's note in the chosen language; what has no words here comes as the server wrote it. */
export function useNotes(): (note: Note) => string {
  const { i18n, _ } = useLingui();
  const tell = useReasons();
  const format = useFormat();
  return useMemo(() => {
    const words: Partial<ReturnType<typeof sentences>> = hasSentences(i18n.locale) ? sentences() : {};
    return (n: Note) =>
      words[n.code]?.(
        n.count,
        format.count(n.of || n.count),
        n.amount == null ? '' : format.money(n.amount, n.currency),
      ) ?? tell(n, n.text);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [i18n, _, tell, format]);
}
