import { plural, t } from '@lingui/core/macro';

/** A rule that found some rows: how many, of how many, and what those are called. */
type Rule = (count: number, of: string, noun: string) => string;

/** What the rules find that stand in the program and in no metric file, by code (metrics/derived.go). */
export const rules = (): Record<string, Rule> => ({
  no_term: (count, of, noun) =>
    plural(count, {
      one: `# of ${of} ${noun} has no known term and amount`,
      other: `# of ${of} ${noun} have no known term and amount`,
    }),
});

/** The same of one record. */
export const recordRules = (): Record<string, () => string> => ({
  no_term: () => t`has no known term and amount`,
});
