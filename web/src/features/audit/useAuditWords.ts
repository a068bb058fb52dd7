import { useLingui } from '@lingui/react/macro';
import { humanise, useWords } from '../../words/useWords.ts';

/** What may stand in the trail beside changes of records (auth, api and backup write it). */
export function useAuditWords() {
  const { t } = useLingui();
  const words = useWords();
  const events: Record<string, string> = {
    sign_in: t`Sign-in`,
    password_set: t`Password set with a link`,
    password_change: t`Password changed`,
    password_confirm: t`Password asked for again`,
    password_forgot: t`Link for another password asked for`,
    user_create: t`Somebody added who may sign in`,
    user_invite: t`Link for a password made`,
    user_login: t`Mail address changed`,
    user_activate: t`Account activated`,
    user_deactivate: t`Account deactivated`,
    session_end: t`Session ended`,
    token_create: t`API token made`,
    token_end: t`API token revoked`,
    token_use: t`API token used`,
    export: t`Export`,
    backup: t`Backup`,
    backup_verify: t`Backup checked`,
    restore: t`Backup restored`,
    mapping_keep: t`Mapping kept`,
    mapping_forget: t`Mapping removed`,
    undo: t`Undo`,
    forget: t`Personal values erased`,
    many_refusals: t`Many more refusals`,
  };
  const outcomes = { done: t`Done`, refused: t`Refused`, failed: t`Failed` };
  return {
    events,
    outcomes,
    /** The code of an event, or of a change of a record such as deal_set. */
    what: (code: string, object = '') => {
      const known = events[code];
      if (known) return known;
      if (object && code.startsWith(`${object}_`))
        return `${words.object(object)}: ${words.changeKind(code.slice(object.length + 1))}`;
      return humanise(code);
    },
  };
}
