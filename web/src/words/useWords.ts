import type { MessageDescriptor } from '@lingui/core';
import { useLingui } from '@lingui/react';
import { useMemo } from 'react';
import { changeFlags, changeKinds, importPhases, importStates, metricFlags, needs } from './say/data.ts';
import { catalogued } from './catalogued.ts';
import { dueWords, fieldWords, noneWord, objectWords, outcomeWords, rowWords } from './objects.ts';

/** snake_case made readable, for what has no words of its own. */
export const humanise = (name: string) => {
  const text = name.replace(/[_.]/g, ' ').trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
};

/** Turns names and codes of the API into words of the chosen language. */
export function useWords() {
  const { i18n, _ } = useLingui();
  return useMemo(() => {
    const say = (m: MessageDescriptor | undefined, otherwise: string) => (m ? i18n._(m) : otherwise);
    const field = (name: string, label?: string) => say(fieldWords[name], label ?? humanise(name));
    return {
      /** A metric's title; own is the one that the company's file gives. */
      metric: (name: string, own?: string) => catalogued(`metric.${name}`) ?? own ?? humanise(name),
      question: (name: string, own = '') => catalogued(`question.${name}`) ?? own,
      group: (code: string, english: string) => catalogued(`group.${code}`) ?? english,
      object: (name: string) => say(objectWords[name]?.one, humanise(name)),
      objects: (name: string) => say(objectWords[name]?.many, humanise(name)),
      field,
      /** A field of a record, or of the rows that a number counts instead: moves between stages have a stage of their own. */
      shown: (f: { name: string; label: string; of?: string | null }) =>
        say(rowWords[`${f.of}.${f.name}`], field(f.name, f.label)),
      /** account.segment is the segment of the account; over is what the metric counts. */
      dimension: (name: string, over?: string) =>
        say(
          rowWords[`${over}.${name}`],
          name
            .split('.')
            .map((part) => field(part))
            .join(' · '),
        ),
      /** A value by which an answer is cut, where it is one of the product's own words. */
      cutBy: (dimension: string, value: string) =>
        value === '(none)' ? say(noneWord, value) : dimension === 'due' ? say(dueWords[value], value) : value,
      outcome: (value: string) => say(outcomeWords[value], value),
      need: (code: string) => say(needs[code], humanise(code)),
      flag: (code: string) => say(metricFlags[code], humanise(code)),
      changeFlag: (code: string) => say(changeFlags[code], humanise(code)),
      changeKind: (code: string) => say(changeKinds[code], humanise(code)),
      importState: (code: string) => say(importStates[code], humanise(code)),
      importPhase: (code: string) => say(importPhases[code], humanise(code)),
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- _ changes with the language, i18n does not
  }, [i18n, _]);
}

export type AllWords = ReturnType<typeof useWords>;
