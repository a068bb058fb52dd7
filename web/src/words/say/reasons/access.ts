import { plural, t } from '@lingui/core/macro';
import type { Says } from '../say.ts';

/** What a role does not permit, and what is wrong with a role or a share (internal/reason/access.go). */
export const accessReasons = () =>
  ({
    not_allowed: () => t`your role does not permit this`,
    field_hidden: ({ field, object }, say) => {
      const kind = say.words.object(object);
      const name = say.words.field(field);
      return t`${kind}: your role does not see the field “${name}”`;
    },
    record_not_yours: ({ record }) => t`you may see ${record}, but not change it`,
    record_for_others: ({ object }, say) => {
      const kind = say.words.object(object);
      return t`${kind}: your role does not permit one that belongs to somebody else`;
    },
    administrator_last: () => t`this is the last administrator who can sign in: make somebody else one first`,

    role_unknown: ({ role }) => t`there is no role ${role}`,
    role_built_in: ({ role }) => t`the role ${role} is built in and does not change: define one of your own`,
    role_taken: () => t`there is a role with this name`,
    role_too_many: ({ most }) => t`there are ${most} roles already: delete one that nobody has`,
    role_wrong: ({ value }) => t`a role cannot say ${value} there`,
    role_writes_unseen: () => t`a role cannot write records that it does not see`,
    role_import: () => t`a role that imports reads and writes every record and sees every field`,
    role_given: ({ users }) =>
      plural(Number(users), {
        one: '# user has this role: give them another one first',
        other: '# users have this role: give them another one first',
      }),

    share_wrong: () =>
      t`only a record that has an owner, or belongs to one that has, is shared: with one person or one team`,
    share_unknown: () => t`this share has ended`,
  }) satisfies Says;
