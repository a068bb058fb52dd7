import { plural, t } from '@lingui/core/macro';
import type { Schemas } from '../../api/client.ts';
import type { Parts } from '../../words/say/say.ts';

/** What may stand in the trail beside changes of records, by its name in audit/detail.go. */
export const eventWords = (): Record<string, string> => ({
  sign_in: t`Sign-in`,
  sign_out: t`Sign-out`,
  password_set: t`Password set with a link`,
  password_change: t`Password changed`,
  password_confirm: t`Password asked for again`,
  password_forgot: t`Link for another password asked for`,
  mail_test: t`Test mail asked for`,
  factor_add: t`Second factor set up`,
  factor_remove: t`Second factor removed`,
  recovery_codes: t`New recovery codes made`,
  user_create: t`Somebody added who may sign in`,
  user_invite: t`Link for a password made`,
  user_role: t`Another role given`,
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
  many_refusals: t`Many more refusals`,
});

/** The name of a role. */
export type RoleName = (id: string) => string;

const links = (): Record<string, string> => ({
  invite: t`a first password`,
  reset: t`another password`,
  factor: t`a second factor`,
});
const methods = (): Record<string, string> => ({
  password: t`with a password`,
  'password totp': t`with a password and a code from an app`,
  'password recovery': t`with a password and a recovery code`,
});
const factors = (): Record<string, string> => ({ totp: t`app that shows codes` });
const scopes = (): Record<string, string> => ({
  read: t`Read`,
  write: t`Change records and import`,
  admin: t`Administer`,
});
// Names that people gave stay out of sentences: putting them in turns a backslash and digits into a character.
const beside = (...texts: string[]) => texts.join(' · ');
const known = (of: Record<string, string>, code: string) => of[code] ?? code;

type Tell = (parts: Record<string, string>, role: RoleName) => string;

const changes: Tell = (parts) => {
  const n = Number(parts.changes);
  return plural(n, { one: '# change', other: '# changes' });
};

// A detail of the API that has no words here, or words for one that is gone, do not compile.
export const detailWords = (): Record<Schemas['AuditDetail'], Tell> => ({
  method: ({ method = '' }) => known(methods(), method),
  session: ({ session = '' }) => session,
  link: ({ link = '' }) => known(links(), link),
  tokens_kept: () => t`API tokens kept`,
  factor: ({ factor = '' }) => known(factors(), factor),
  role: ({ from = '', to = '' }, name) => {
    const before = name(from);
    const after = name(to);
    return `${before} → ${after}`;
  },
  scopes: ({ token = '', scopes: may = '' }) => {
    const list = may
      .split(' ')
      .map((s) => known(scopes(), s))
      .join(', ');
    return beside(token, list);
  },
  request: ({ token = '', request = '' }) => beside(token, request),
  everything: () => t`everything`,
  file: ({ file = '' }) => file,
  changes,
  checked: changes,
  recovered: () => t`made before a restart`,
  mapping: ({ name = '' }) => name,
  change: ({ change = '' }) => t`change ${change}`,
});

/** Why, where the trail says less than the answer that was given: it does not keep the seconds. */
export const auditReasons = (): Record<string, string> => ({ signin_wait: t`too many tries` });

/** The detail of an event; what has no words comes as it was written. */
export function tellDetail(code: string | undefined, parts: Parts, english: string, role: RoleName): string {
  const all: Partial<Record<string, Tell>> = detailWords();
  return all[code ?? '']?.(parts as Record<string, string>, role) ?? english;
}
