import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { rolesQuery } from '../../api/people.ts';
import type { Schemas } from '../../api/client.ts';
import { useReasons } from '../../words/say/reasons/useReasons.ts';
import { useRoleWords } from '../../words/people/useRoleWords.ts';
import { humanise, useWords } from '../../words/useWords.ts';
import { auditReasons, eventWords, tellDetail } from './auditWords.ts';

/** Turns what the trail says into words of the chosen language. */
export function useAuditWords() {
  const { t } = useLingui();
  const words = useWords();
  const tell = useReasons();
  const roles = useRoleWords();
  const all = useQuery(rolesQuery).data ?? [];
  const role = (id: string) => roles.name(all.find((r) => r.id === id) ?? { id, name: id });
  const events = eventWords();
  const outcomes = { done: t`Done`, refused: t`Refused`, failed: t`Failed` };
  return {
    events,
    outcomes,
    reason: (code: string) => auditReasons()[code] ?? tell({ reason_code: code }, code),
    detail: (e: Schemas['AuditEntry']) => tellDetail(e.detail_code, e.detail_parts ?? {}, e.detail, role),
    /** The code of an event, or of a change of a record such as deal_set. */
    what: (code: string, object = '') => {
      const known = events[code];
      if (known) return known;
      if (code === 'forget') return words.changeKind(code);
      if (object && code.startsWith(`${object}_`))
        return `${words.object(object)}: ${words.changeKind(code.slice(object.length + 1))}`;
      return humanise(code);
    },
  };
}
