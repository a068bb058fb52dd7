import { useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../api/client.ts';
import { rolesQuery, usersQuery } from '../../api/people.ts';
import { toast } from '../../ui/toast.tsx';
import { RoleSelect } from './RoleSelect.tsx';

/** The role of one account. Another one counts at once, in sessions that are open too. */
export function UserRole({ user }: { user: Schemas['UserInfo'] }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (role: string) =>
      data(api.PATCH('/api/v1/users/{id}', { params: { path: { id: user.id } }, body: { role } })),
    onSuccess: () => {
      const before = user.role;
      toast(t`${user.name} has another role now`, { undo: () => change.mutate(before) });
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: usersQuery.queryKey });
      void client.invalidateQueries({ queryKey: rolesQuery.queryKey });
      void client.invalidateQueries({ queryKey: ['me'] });
    },
  });
  return (
    <RoleSelect
      label={undefined}
      hidden={t`Role of ${user.name}`}
      value={change.isPending ? change.variables : user.role}
      disabled={change.isPending}
      onChange={(role) => change.mutate(role)}
    />
  );
}
