import { useLingui } from '@lingui/react';
import { useMemo, useSyncExternalStore } from 'react';
import { hasSentences } from '../../../ui/i18n/locale.ts';
import { catalogued } from '../../catalogued.ts';
import { useWords } from '../../useWords.ts';
import type { Helpers, Parts, Say } from '../say.ts';

/** What the server says beside an English sentence. */
export interface Coded {
  reason_code?: string;
  reason_parts?: Parts;
}

// How the reasons are put into sentences is loaded after the page, as their texts are.
let reasons: typeof import('./all.ts') | undefined;
const watching = new Set<() => void>();

export async function loadReasons(): Promise<void> {
  if (reasons) return;
  reasons = await import('./all.ts');
  for (const tell of watching) tell();
}

function watch(tell: () => void): () => void {
  watching.add(tell);
  // a chunk that does not come leaves the server's English
  loadReasons().catch(() => undefined);
  return () => watching.delete(tell);
}

/** Words a reason in the chosen language; what has no words here comes as the server wrote it. */
export function useReasons(): (why: Coded, english: string) => string {
  const { i18n, _ } = useLingui();
  const words = useWords();
  const loaded = useSyncExternalStore(watch, () => reasons);
  return useMemo(() => {
    const all: Partial<Record<string, Say>> = loaded && hasSentences(i18n.locale) ? loaded.sentences() : {};
    const term = (text = '') => {
      const known = loaded?.terms[text];
      return known ? i18n._(known) : (catalogued(`noun.${text}`) ?? text);
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
  }, [i18n, _, words, loaded]);
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
  for (const [key, value] of Object.entries(parts))
    if (key.startsWith(`${name}.`)) inner[key.slice(name.length + 1)] = value;
  return inner;
}
