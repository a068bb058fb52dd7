import { useLingui } from '@lingui/react';
import { useMemo } from 'react';
import { hasSentences } from '../../../ui/i18n/locale.ts';
import type { Schemas } from '../../../api/client.ts';
import { useWords } from '../../useWords.ts';
import { fileReasons } from './files.ts';
import { numberReasons } from './numbers.ts';
import { requestReasons } from './requests.ts';
import type { Helpers, Parts, Say } from './say.ts';
import { signinReasons } from './signin.ts';
import { terms } from './terms.ts';

/** What the server says beside an English sentence. */
export interface Coded {
  reason_code?: string;
  reason_parts?: Parts;
}

// A code of the API that has no words here, or words for a code that is gone, do not compile.
const sentences = (): Record<Schemas['ReasonCode'], Say> => ({ ...fileReasons(), ...numberReasons(), ...requestReasons(), ...signinReasons() });

/** Words a reason in the chosen language; what has no words here comes as the server wrote it. */
export function useReasons(): (why: Coded, english: string) => string {
  const { i18n, _ } = useLingui();
  const words = useWords();
  return useMemo(() => {
    const all: Partial<Record<string, Say>> = hasSentences(i18n.locale) ? sentences() : {};
    const term = (text = '') => {
      const known = terms[text];
      return known ? i18n._(known) : text;
    };
    const tell = (code: string, parts: Parts, english: string): string => {
      const helpers: Helpers = {
        words,
        term,
        inner: (name) => tell(parts[`${name}.code`] ?? '', partsOf(parts, name), parts[name] ?? ''),
      };
      return all[code]?.(parts, helpers) ?? english;
    };
    return (why, english) => tell(why.reason_code ?? '', why.reason_parts ?? {}, english);
    // _ changes with the language, i18n does not
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [i18n, _, words]);
}

/** What stands below “not enough data”: that reason's own reason, without the same words once more. */
export function belowHeading(why: Coded, english: string): [Coded, string] {
  const parts = why.reason_parts ?? {};
  if (why.reason_code !== 'not_enough_data' || !parts.why) return [why, english];
  return [{ reason_code: parts['why.code'], reason_parts: partsOf(parts, 'why') }, parts.why];
}

/** The parts of the reason that is a part itself: why.line is its line. */
function partsOf(parts: Parts, name: string): Parts {
  const inner: Parts = {};
  for (const [key, value] of Object.entries(parts)) if (key.startsWith(`${name}.`)) inner[key.slice(name.length + 1)] = value;
  return inner;
}
