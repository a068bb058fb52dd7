import { i18n } from '@lingui/core';
import { plural, t } from '@lingui/core/macro';
import { catalogued } from '../../catalogued.ts';
import { recordRules, rules } from './rules.ts';
import type { Say, Says } from '../say.ts';

/** A whole number as the language groups it; the server writes it plain. */
const grouped = (whole: string | undefined) =>
  whole && /^\d+$/.test(whole) ? i18n.number(Number(whole)) : (whole ?? '');

/** A day as the language writes it; the server writes it as 2026-01-31. */
const dated = (day: string) => i18n.date(new Date(`${day}T00:00:00Z`), { dateStyle: 'medium', timeZone: 'UTC' });

/** What a metric's file says of one record, or of the formula. A company's own file has no codes: it speaks its language. */
const oneRule: Say = (parts) => {
  const code = parts['says.code'];
  return (code && (recordRules()[code]?.() ?? catalogued(`record.${parts.says}`))) || parts.says;
};

/** Why a metric has no value, and why a record does not count (internal/reason/numbers.go). */
export const numberReasons = () =>
  ({
    not_enough_data: (_, say) => {
      const why = say.inner('why');
      return t`not enough data: ${why}`;
    },
    currencies_mixed: ({ currencies }) =>
      t`the amounts are in several currencies (${currencies}): choose one to report in, or set the company’s currency`,
    rule: (parts, say) => {
      const { count, says } = parts;
      const noun = say.term(parts.noun);
      const of = grouped(parts.of);
      const code = parts['says.code'];
      const values = { count: Number(count), of, noun };
      return (
        (code && (rules()[code]?.(values.count, of, noun) ?? catalogued(`some.${says}`, values))) ||
        t`${count} of ${of} ${noun} ${says}`
      );
    },
    formula_rule: oneRule,
    rate_missing: ({ currency }) => t`no amount has an exchange rate into ${currency}`,
    values_missing: (parts, say) => {
      const { count } = parts;
      const noun = say.term(parts['noun.code'] ?? parts.noun);
      return t`${noun}: none of ${count} has the values it is computed from`;
    },
    none_there: (parts, say) => {
      const noun = say.term(parts.noun);
      return t`there are no ${noun}`;
    },
    period_over: ({ day }) => t`the period ended on ${day}: look at it as of a day within it`,
    period_ahead: () => t`the period has not begun`,
    whose_empty: (parts, say) => {
      const { whose } = parts;
      const noun = say.term(parts.noun);
      return t`${whose} has no ${noun}`;
    },
    evidence_missing: ({ codes }, say) => {
      const what = (codes as string).split(' ').map(say.words.need).join(' · ');
      return t`not known; missing in the data: ${what}`;
    },
    before_data: (parts) => {
      const day = dated(parts.day);
      return t`not known: the data begins on ${day}`;
    },
    part_of_data: (parts) => {
      const day = dated(parts.day);
      return t`not comparable: the data begins on ${day}, within the period`;
    },
    after_data: (parts) => {
      const day = dated(parts.day);
      return t`not known: the data ends on ${day}`;
    },
    none_to_compute: (parts, say) => {
      const noun = say.term(parts.noun);
      return t`there are no ${noun} to compute it from`;
    },
    none_to_divide_by: (parts, say) => {
      const noun = say.term(parts.noun);
      return t`there are no ${noun} to divide by`;
    },
    none_known: (parts, say) => {
      const noun = say.term(parts.noun);
      const why = say.inner('why');
      return t`there are no ${noun} to divide by: ${why}`;
    },
    too_few: (parts, say) => {
      const { count, floor } = parts;
      const noun = say.term(parts['noun.code'] ?? parts.noun);
      return t`${noun}: ${count}, and fewer than ${floor} say nothing`;
    },
    fewer_than_needed: () => t`fewer rows than it takes`,
    adds_up_to_zero: (parts, say) => {
      const noun = say.term(parts.noun);
      return t`the ${noun} it is divided by add up to 0`;
    },
    pace_unbounded: () => t`it is a pace and needs a period: choose one, or a grain`,
    margin_unset: () => t`the company’s gross margin is not set: set it as a share, such as 80%`,
    lag_unknown: ({ metric }, say) => {
      const name = say.words.metric(metric);
      return t`the lag is “${name}”, and it has no value`;
    },
    lag_impossible: ({ metric, days }, say) => {
      const name = say.words.metric(metric);
      return t`the lag is “${name}”, and one cannot go back by ${days} days`;
    },
    baseline_short: ({ periods, count }) =>
      t`a baseline is the mean of ${periods} complete periods, and there are ${count}`,

    part_unknown: ({ metric }, say) => {
      const name = say.words.metric(metric);
      return t`“${name}” has no value`;
    },
    part_zero: ({ metric }, say) => {
      const name = say.words.metric(metric);
      return t`“${name}” is zero`;
    },
    divisor_zero: () => t`what is divided by is zero`,
    sellers_ownerless: ({ deals }) =>
      plural(Number(deals), {
        one: 'the # deal has no owner, and nobody is marked as a rep',
        other: 'none of the # deals has an owner, and nobody is marked as a rep',
      }),
    sellers_none: () => t`nobody is marked as a rep, and there are no deals`,
    presence_unknown: ({ what }, say) => {
      const counted = say.term(what);
      return t`${counted}: each rep’s first and last day is needed, and nobody is marked as a rep`;
    },
    presence_endless: ({ what }, say) => {
      const counted = say.term(what);
      return t`${counted}: a period is needed; choose one, or a grain`;
    },

    spells_none: () => t`there is nothing to estimate from`,
    median_not_reached: ({ day }) =>
      t`the median is not reached: fewer than half have ended by day ${day}, the last one observed`,
    horizon_too_far: ({ day, horizon }) =>
      t`nothing is observed beyond day ${day}, which is short of the horizon of ${horizon} days`,
    model_not_fitted: (_, say) => {
      const why = say.inner('why');
      return t`the model of lifetimes cannot be fitted: ${why}`;
    },
    fit_no_maximum: () => t`the likelihood has no maximum that could be found`,
    fit_beyond_limits: () =>
      t`the best parameters lie beyond all limits: customers differ too little, or there are too few, to tell them apart`,
    fit_not_ended: ({ evaluations }) => t`no maximum was reached after ${evaluations} evaluations`,
    nobody_left: () => t`nobody has left yet`,
    purchases_not_fitted: (_, say) => {
      const why = say.inner('why');
      return t`the model of purchases cannot be fitted: ${why}`;
    },
    worth_unbounded: () => t`the amounts of purchases differ so much that they have no mean`,
    worth_depends: ({ correlation }) =>
      t`how often customers buy and for how much go together (correlation ${correlation}), and the model takes them to be independent`,
    nobody_bought: () => t`nobody has bought twice`,
    few_bought: () => t`fewer than two customers have bought twice for an amount`,

    record_rule: oneRule,
    record_without_rate: () => t`has no exchange rate for its day`,
    record_lacks_value: () => t`lacks a value that the number is computed from`,
    record_ends_first: () => t`ends before it begins`,
  }) satisfies Says;
