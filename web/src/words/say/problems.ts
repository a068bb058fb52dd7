import { useLingui } from '@lingui/react';
import { useMemo } from 'react';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { catalogued } from '../catalogued.ts';

/** A problem in the data, as an import or a finding tells it. */
interface Problem {
  /** The sentences that say it, by their names in internal/problems/words. */
  said: string[];
  parts?: Record<string, string>;
  count: number;
  of: number;
}

/** Words a problem in the chosen language; what has no words here comes as the server wrote it. */
export function useProblems(): (problem: Problem, english: string) => string {
  const { i18n, _ } = useLingui();
  const format = useFormat();
  return useMemo(() => {
    const shown = ([name, value]: [string, string]): [string, string] => {
      if (name.endsWith('_day')) return [name, format.day(value)];
      return [name, name.endsWith('_share') ? format.share(value) : value];
    };
    return ({ said, parts = {}, count, of }, english) => {
      const values = { ...Object.fromEntries(Object.entries(parts).map(shown)), count, of };
      const sentences = said.map((name) => catalogued(`problem.${name}`, values));
      return said.length > 0 && sentences.every(Boolean) ? sentences.join(' ') : english;
    };
    // _ changes with the language, i18n does not
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [i18n, _, format]);
}
