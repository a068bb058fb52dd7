import { t } from '@lingui/core/macro';
import type { Says } from '../say.ts';

/** What is wrong with an expression or a formula (internal/reason/conditions.go). */
export const conditionReasons = () =>
  ({
    expr_at: ({ at }, say) => {
      const problem = say.inner('problem');
      return t`${problem} (${at})`;
    },
    expr_at_hint: ({ at }, say) => {
      const problem = say.inner('problem');
      const hint = say.inner('hint');
      return t`${problem}; ${hint} (${at})`;
    },
    expr_hint: (_, say) => {
      const problem = say.inner('problem');
      const hint = say.inner('hint');
      return t`${problem}; ${hint}`;
    },
    expr_term: ({ term }, say) => {
      const why = say.inner('why');
      return t`term ${term}: ${why}`;
    },

    expr_field_unknown: ({ over, field }, say) => {
      const kind = say.words.object(over);
      return t`${kind} has no field ${field}`;
    },
    expr_no_fields: () => t`only a reference has fields of its own`,
    expr_no_fields_of: ({ field }, say) => {
      const kind = say.inner('kind');
      return t`${field} is ${kind} and has no fields of its own`;
    },
    expr_two_away: ({ path }) => t`${path} is two references away`,
    expr_unreachable: ({ field }) => t`the fields of ${field} cannot be reached from here`,
    expr_term_reaches: ({ path }) => t`the term ${path} looks at other records itself`,
    expr_function_unknown: ({ name }) => t`there is no function ${name}`,
    expr_term_circle: ({ chain }) => t`the term is defined by itself: ${chain}`,
    expr_term_taken: () => t`there is a field of the same name`,
    expr_term_money: () => t`a term cannot be money`,

    expr_empty: () => t`the expression is empty`,
    expr_long: ({ length, most }) => t`the expression is ${length} characters long, more than ${most}`,
    expr_parts: ({ most }) => t`the expression has more than ${most} parts`,
    expr_deep: ({ most }) => t`the expression is nested more than ${most} deep`,
    expr_deep_wide: () => t`the expression is nested too deep or has too many parts`,
    expr_large: () => t`the expression with its terms is too large`,
    expr_unread: ({ text }) => t`cannot read ${text}`,
    expr_unexpected: ({ text }) => t`${text} is not expected here`,
    expr_missing: ({ text }) => t`${text} is missing here`,
    expr_ends: () => t`the expression ends too early`,
    expr_unparsed: () => t`this cannot be read`,
    expr_unchecked: () => t`this does not fit together`,
    expr_list: () => t`a list can only stand behind in`,
    expr_maps: () => t`maps, records and loops are not part of the language`,
    expr_unsigned: () => t`unsigned numbers and bytes are not part of the language`,
    expr_brackets: () => t`square brackets only make lists behind in`,
    expr_remainder: () => t`the remainder % is not part of the language`,
    expr_patterns: () => t`patterns are not part of the language`,
    expr_null: () => t`null can only be compared with a field, or stand last in a ? b : null`,
    expr_null_field: () => t`only a field can be compared with null`,
    expr_value: () => t`this value cannot be used`,
    expr_not_here: () => t`this cannot be used here`,
    expr_has_one: () => t`has() takes one field`,
    expr_has_name: () => t`has() takes the name of a field`,
    expr_has_none: ({ path }) => t`has() takes the name of a field, and ${path} is none`,
    expr_in_list: () => t`in takes a list in square brackets`,
    expr_in_empty: () => t`the list is empty, so that nothing is in it`,
    expr_in_written: () => t`a list holds written values only`,
    expr_in_money: () => t`money cannot be looked up in a list`,
    expr_one_text: ({ name }) => t`${name}() takes one text in quotes`,
    expr_start_takes: ({ name }) => t`${name}() takes a period’s name, and how many periods further`,
    expr_start_steps: () => t`how many periods further is a written whole number`,
    expr_start_far: ({ name, most }) => t`${name}() reaches ${most} periods at most`,
    expr_period: ({ text }) => t`there is no period ${text}`,
    expr_day: ({ text }) => t`there is no day ${text}`,
    expr_instant: ({ text }) => t`there is no instant ${text}`,
    expr_duration: ({ text }) => t`there is no duration ${text}`,
    expr_currency: ({ text }) => t`there is no currency ${text}`,
    expr_amount: ({ text }) => t`${text} is no amount of money`,
    expr_decimals: ({ text }) => t`${text} has more decimals than its currency`,
    expr_no_ids: () => t`ids cannot be written here`,
    expr_id: ({ text }) => t`there is no id ${text}`,
    expr_literal: ({ name }) => t`there is no literal ${name}`,

    expr_condition: (_, say) => {
      const kind = say.inner('kind');
      return t`a condition is needed here, and this is ${kind}`;
    },
    expr_before: (_, say) => {
      const kind = say.inner('kind');
      return t`a condition is needed before ?, and this is ${kind}`;
    },
    expr_wanted: (_, say) => {
      const kind = say.inner('kind');
      const want = say.inner('want');
      return t`this is ${kind} where ${want} is needed`;
    },
    expr_of_one_kind: (_, say) => {
      const first = say.inner('first');
      const second = say.inner('second');
      return t`the values of a list must all be of one kind, not ${first} and ${second}`;
    },
    expr_both_answers: (_, say) => {
      const first = say.inner('first');
      const second = say.inner('second');
      return t`both answers of ?: must be of one kind, not ${first} and ${second}`;
    },
    expr_compare: (_, say) => {
      const first = say.inner('first');
      const second = say.inner('second');
      return t`cannot compare ${first} with ${second}`;
    },
    expr_order: ({ sign }, say) => {
      const kind = say.inner('kind');
      return t`${kind} cannot be ordered with ${sign}`;
    },
    expr_look_for: (_, say) => {
      const first = say.inner('first');
      const second = say.inner('second');
      return t`cannot look for ${first} in ${second}`;
    },
    expr_sign: ({ sign }, say) => {
      const kind = say.inner('kind');
      return t`${sign} cannot stand before ${kind}`;
    },
    expr_calculate: ({ sign }, say) => {
      const first = say.inner('first');
      const second = say.inner('second');
      return t`cannot write ${first} ${sign} ${second}`;
    },
    expr_takes_none: ({ name }) => t`${name}() takes a value`,
    expr_takes_one: ({ name }, say) => {
      const first = say.inner('first');
      return t`${name}() does not take ${first}`;
    },
    expr_takes_two: ({ name }, say) => {
      const first = say.inner('first');
      const second = say.inner('second');
      return t`${name}() does not take ${first} and ${second}`;
    },
    expr_takes_many: ({ name, count }) => t`${name}() does not take ${count} values`,
    expr_id_of: ({ object, other }, say) => {
      const kind = say.words.object(object);
      const wanted = say.words.object(other);
      return t`this is an id of ${kind}, compared with a reference to ${wanted}`;
    },
    expr_unset_answer: () => t`this comparison cannot tell an unset answer of ?: from an unknown one`,
    expr_money_choice: () => t`money cannot be chosen with ?:`,
    expr_money_field: () => t`money is compared with a written amount`,
    expr_money_alone: () => t`an amount of money on its own says nothing`,

    formula_empty: () => t`the formula is empty`,
    formula_long: ({ most }) => t`the formula is longer than ${most} characters`,
    formula_deep: ({ most }) => t`the formula is nested more than ${most} deep`,
    formula_none: () => t`the formula names no metric`,
    formula_holds: () => t`a formula holds metrics and numbers only`,
    formula_signs: () => t`a formula has only + - * / between metrics and numbers`,
    formula_metric: ({ name }) => t`there is no metric ${name}`,
    formula_meaning: ({ sign }, say) => {
      const first = say.inner('first');
      const second = say.inner('second');
      return t`${first} ${sign} ${second} has no meaning`;
    },

    hint_near: ({ near }) => t`did you mean ${near}?`,
    hint_near_field: ({ near }, say) => {
      const name = say.words.dimension(near);
      return t`did you mean “${name}” (${near})?`;
    },
    hint_near_metric: ({ near }, say) => {
      const name = say.words.metric(near);
      return t`did you mean “${name}” (${near})?`;
    },
    hint_write: ({ example }) => t`write ${example}`,
    hint_write_or: ({ example, other }) => t`write ${example} or ${other}`,
    hint_write_for: ({ example, word }) => t`write ${example} for ${word}`,
    hint_write_equal: () => t`write == to compare`,
    hint_write_differ: () => t`write != for not equal`,
    hint_condition: () => t`write has(field) or compare it with a value`,
    hint_condition_such: ({ example }) => t`write a condition such as ${example}`,
    hint_on_text: ({ example }) => t`write ${example} on a text field`,
    hint_amount: ({ example }) => t`write the amount as ${example}`,
    hint_duration: ({ example }) => t`write the length of time as ${example}`,
    hint_day: ({ example }) => t`write the day as ${example}`,
    hint_instant: ({ example }) => t`write the instant as ${example}`,
    hint_a_day: () => t`write a day`,
    hint_quotes: () => t`write texts in quotes and numbers without`,
    hint_close_quotes: () => t`close the quotes`,
    hint_yes_no: () => t`write true or false without quotes`,
    hint_point: () => t`write whole numbers with a point to use them as numbers, such as 5.0`,
    hint_times_one: () => t`multiply by 1.0`,
    hint_halves: () => t`7 / 2 is 3 to some and 3.5 to others; write numbers with a point, such as 7.0 / 2.0`,
    hint_use: ({ names, last }) => t`use ${names} or ${last}`,
    hint_as_of: ({ name }) => t`the day of the question is ${name}`,
    hint_split: () => t`split it into terms`,
    hint_split_metrics: () => t`split it into metrics`,
    hint_fewer: () => t`use fewer terms within terms, or fewer ? : within each other`,
    hint_one_reference: () => t`an expression reaches over one reference only`,
    hint_compare_money: () => t`compare amounts with < and >`,
    hint_each_amount: () => t`compare each amount on its own`,
    hint_each_answer: ({ example }) => t`compare each answer on its own: ${example}`,
    hint_compare_with: ({ example }) => t`compare a field with it: ${example}`,
    hint_field: () => t`compare a field of the record`,
    hint_field_such: () => t`compare a field of the record, such as owner.name`,
    hint_copy_id: () => t`copy it from the record’s page`,
    hint_other_name: () => t`give the term another name`,
    hint_name_field: () => t`name the field where it is needed`,
    hint_money: () => t`money is only compared with a written amount; sums and ratios are a metric’s measure`,
    hint_days: () => t`a day minus a day gives days, a day plus or minus a whole number gives a day`,
    hint_instants: ({ example }) => t`an instant minus an instant gives a duration, to be compared with ${example}`,
    hint_texts: () => t`texts are not calculated with`,
    hint_computed: () => t`only a field can be unset; a computed value is known or unknown`,
    hint_no_clock: ({ example }) => t`a day has no clock time; compare days with days, or instants with ${example}`,

    kind_text: () => t`text`,
    kind_whole: () => t`a whole number`,
    kind_number: () => t`a number`,
    kind_condition: () => t`a condition`,
    kind_day: () => t`a day`,
    kind_instant: () => t`an instant`,
    kind_duration: () => t`a duration`,
    kind_money: () => t`money`,
    kind_null: () => 'null',
    kind_reference: () => t`a reference`,
    kind_reference_to: ({ object }, say) => {
      const kind = say.words.object(object);
      return t`a reference to ${kind}`;
    },
    kind_list: (_, say) => {
      const kind = say.inner('kind');
      return t`a list that holds ${kind}`;
    },
    kind_other: ({ name }) => String(name),
    unit_money: () => t`money`,
    unit_count: () => t`count`,
    unit_days: () => t`days`,
    unit_share: () => t`share`,
    unit_ratio: () => t`ratio`,
    unit_number: () => t`a number`,
  }) satisfies Says;
