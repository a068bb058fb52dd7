import { useLingui } from '@lingui/react';
import { Problem } from '../../api/problem.ts';
import { useProblemText } from '../state/problemText.ts';

/** At which field of a form a reason of the server stands. */
const places: Partial<Record<string, string>> = {
  password_short: 'password',
  password_long: 'password',
  password_common: 'password',
  password_unreadable: 'password',
  password_wrong: 'present',
  login_malformed: 'login',
  login_taken: 'login',
  person_taken: 'person',
  name_missing: 'name',
  setup_code: 'code',
  code_wrong: 'code',
  code_used: 'code',
  token_days: 'days',
  scope_unknown: 'scopes',
};

/** What went wrong with a form: at one of its fields, or with the whole. */
export function useFieldProblem(error: unknown, fields: readonly string[]) {
  const { i18n } = useLingui();
  const text = useProblemText();
  if (!error) return { at: () => undefined, whole: undefined };
  const problem = Problem.of(error);
  const place = places[problem.body.reason_code ?? ''] ?? '';
  const said = text(problem);
  const sentence = said.charAt(0).toLocaleUpperCase(i18n.locale) + said.slice(1);
  return {
    at: (field: string) => (field === place ? sentence : undefined),
    whole: fields.includes(place) ? undefined : sentence,
  };
}
