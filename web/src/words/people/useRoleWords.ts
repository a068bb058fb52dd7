import { useLingui } from '@lingui/react/macro';
import type { Schemas } from '../../api/client.ts';

type Role = Schemas['RoleInfo'];

/** The names of roles, and a sentence about whose records each sees and changes. */
export function useRoleWords() {
  const { t } = useLingui();
  const names: Record<string, string> = {
    administrator: t`Administrator`,
    sales_ops: t`Sales Ops`,
    leader: t`Leader`,
    rep: t`Rep`,
    finance: t`Finance`,
    read_only: t`Read-only`,
  };
  const reads = {
    none: t`Sees no records of others or their own`,
    own: t`Sees their own records`,
    team: t`Sees their own records and those of everybody below them`,
    all: t`Sees every record`,
  };
  const writes = {
    none: t`changes none`,
    own: t`changes their own`,
    team: t`changes their own and those of everybody below them`,
    all: t`changes every one`,
  };
  return {
    name: (role: { id: string; name: string }) => names[role.id] ?? role.name,
    reach: (role: Role) => {
      const sees = reads[role.read];
      const changes = writes[role.write];
      return t`${sees}; ${changes}`;
    },
  };
}
