import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react';
import { useCallback } from 'react';
import { useWords } from '../../../../words/useWords.ts';

/** What a mapping calls otherwise than a record. */
const own = {
  created: msg`Created`,
  modified: msg`Changed`,
  deleted: msg`Deleted`,
  currency: msg`Currency`,
  closed: msg`Closed (yes or no)`,
  won: msg`Won (yes or no)`,
  stage_since: msg`In its stage since`,
  case: msg`Case`,
  activity: msg`Activity`,
  time: msg`Time`,
  resource: msg`Who did it`,
};

/** A field of a mapping in words. */
export function useFieldName(): (name: string) => string {
  const words = useWords();
  const { i18n } = useLingui();
  return useCallback(
    (name: string) => (name in own ? i18n._(own[name as keyof typeof own]) : words.field(name)),
    [i18n, words],
  );
}
