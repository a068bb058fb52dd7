import { useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/client.ts';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { DataTable, type Column } from '../../ui/table/DataTable.tsx';
import type { HandedOver } from './HandOver.tsx';
import { UserActions } from './UserActions.tsx';
import { UserRole } from './UserRole.tsx';

type User = Schemas['UserInfo'];

interface Props {
  users: User[];
  /** Who looks. */
  self: string;
  onMade: (made: HandedOver) => void;
}

export function PeopleTable({ users, self, onMade }: Props) {
  const { t } = useLingui();
  const format = useFormat();
  const states = { invited: t`Invited`, active: t`Active`, deactivated: t`Deactivated` };
  const columns: Column<User>[] = [
    {
      key: 'name',
      label: t`Name`,
      cell: (u) => (
        <Link to="/records/$object/$id" params={{ object: 'person', id: u.person }} search={{}} translate="no">
          {u.name}
        </Link>
      ),
    },
    { key: 'login', label: t`Mail address`, cell: (u) => <span translate="no">{u.login}</span> },
    { key: 'role', label: t`Role`, cell: (u) => <UserRole user={u} /> },
    { key: 'state', label: t`State`, cell: (u) => states[u.state] },
    { key: 'factor', label: t`Second factor`, cell: (u) => (u.second_factor ? t`Yes` : t`No`) },
    {
      key: 'signed_in',
      label: t`Last sign-in`,
      cell: (u) => (u.signed_in_at ? format.instant(u.signed_in_at) : t`Never`),
    },
    { key: 'does', label: t`Actions`, cell: (u) => <UserActions user={u} self={u.id === self} onMade={onMade} /> },
  ];
  return <DataTable stacked label={t`People who sign in`} columns={columns} rows={users} rowKey={(u) => u.id} />;
}
