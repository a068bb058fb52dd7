import { t } from '@lingui/core/macro';
import type { Says } from '../say.ts';

/** Why somebody was not let in, or a way in was not made (internal/reason/signin.go). */
export const signinReasons = () =>
  ({
    signin_wrong: () => t`the mail address or the password is wrong`,
    signin_wait: ({ seconds }) => t`too many tries: try again in ${seconds} seconds`,
    signin_busy: () => t`too many people are signing in at this moment: try again in a few seconds`,
    session_needed: () =>
      t`you are not signed in: sign in, or open the address that the program prints in the terminal`,
    token_wrong: () => t`this API token is not valid: it was revoked, has expired, or was not copied whole`,
    token_not_here: () => t`an API token cannot do this: sign in with the browser`,
    scope_missing: ({ scope }) => t`this API token may not do this: it needs the scope ${scope}`,
    too_fast: ({ seconds }) => t`too many requests: try again in ${seconds} seconds`,
    other_website: () => t`another website sent this request; open the product’s own address instead`,
    host_unknown: () =>
      t`the program does not answer to this name: open the address that it prints, or start it with --host and the name`,
    https_needed: () => t`this address is for https only: open it with https`,
    password_short: ({ least }) =>
      t`a password has at least ${least} characters: several words that do not belong together make a good one`,
    password_long: ({ most }) => t`a password has at most ${most} bytes`,
    password_unreadable: () => t`this password holds characters that cannot be kept`,
    password_common: () =>
      t`this password is among the first that others try: use several words that do not belong together`,
    password_wrong: () => t`the present password is wrong`,
    code_wrong: () => t`this code is wrong: take the one that the app shows now, or a recovery code that was not used`,
    code_used: () => t`this code was used already: wait until the app shows the next one`,
    ticket_old: () => t`signing in took too long, or was begun again elsewhere: start again with the password`,
    factor_old: () => t`setting this up took too long, or was begun again elsewhere: start again`,
    factor_there: () => t`there is a second factor of this kind already: remove it first`,
    factor_none: () => t`there is no second factor`,
    factor_required: () => t`everybody here needs a second factor: this one is the last, so it stays`,
    factor_unreadable: () =>
      t`the server cannot read the secret of this app any more, as after a restore without its key: use a recovery code, or ask an administrator to remove the second factor`,
    login_malformed: () => t`this is no mail address: write one such as ann@example.com`,
    login_alike: () =>
      t`this mail address can be taken for another one: use letters of one script in each part of it, in their usual form`,
    login_taken: () => t`somebody signs in with this mail address already`,
    person_taken: () => t`this person signs in already`,
    name_missing: () => t`a name is needed`,
    user_unknown: () => t`there is no such user`,
    user_self: () => t`nobody can lock themselves out: ask another administrator`,
    user_deactivated: () => t`this user is deactivated: activate them first`,
    setup_done: () => t`there is an administrator already: sign in, or ask them for an invitation`,
    setup_code: () =>
      t`the code is wrong or was used before: start “salesops serve” again in the terminal, it prints an address that ends in a new one`,
    link_unknown: () => t`this link was used before or is too old: ask for a new one`,
    mail_unset: () => t`no mail server is set up: start “salesops serve” with --mail-server and --mail-from`,
    mail_to_nobody: () =>
      t`mail goes to people who sign in with a mail address, and the owner of the folder has none: sign in`,
    mail_silent: ({ server }) => t`the mail server ${server} does not answer: try again, or check --mail-server`,
    mail_certificate: ({ server }) =>
      t`the certificate of the mail server ${server} is not trusted here: check --mail-server, or name who signed it with --mail-ca`,
    mail_refused: ({ server, answer }) =>
      t`the mail server ${server} did not take the message (code ${answer}): check --mail-from and the reader's address`,
    mail_unreachable: ({ server }) =>
      t`the mail server ${server} cannot be reached: check --mail-server and --mail-security`,
    mail_login: ({ server }) =>
      t`the mail server ${server} did not let the program in: check --mail-user, its password and --mail-security`,
    session_unknown: () => t`there is no such session: it may have ended`,
    token_unknown: () => t`there is no such token: it may have been revoked`,
    token_days: ({ most }) => t`a token lasts 1 to ${most} days`,
    token_no_user: () => t`the owner of the folder has no tokens: sign in as a user first`,
    token_too_many: ({ most }) => t`one user has at most ${most} tokens: revoke one first`,
    scope_unknown: ({ scopes }) => t`a token needs scopes: ${scopes}`,
  }) satisfies Says;
