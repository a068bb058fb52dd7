import { useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../api/client.ts';
import { toast } from '../../ui/toast.tsx';
import type { HandedOver } from './HandOver.tsx';
import { invite } from './invite.ts';
import { RemoveFactors } from './RemoveFactors.tsx';
import { usersQuery } from '../../api/people.ts';
import styles from './people.module.css';

interface Props {
  user: Schemas['UserInfo'];
  /** Nobody locks themselves out. */
  self: boolean;
  onMade: (made: HandedOver) => void;
}

/** What an administrator does with one account. */
export function UserActions({ user, self, onMade }: Props) {
  const { t } = useLingui();
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: usersQuery.queryKey });
  const link = useMutation({ mutationFn: () => invite(user.id, user.name), onSuccess: onMade });
  const turn = useMutation({
    mutationFn: (state: 'active' | 'deactivated') =>
      data(api.PATCH('/api/v1/users/{id}', { params: { path: { id: user.id } }, body: { state } })),
    onSuccess: (_, state) =>
      state === 'active'
        ? toast(t`${user.name} may sign in again`)
        : toast(t`${user.name} may no longer sign in; their sessions and tokens have ended`, {
            undo: () => turn.mutate('active'),
          }),
    onSettled: again,
  });
  if (self) return null;
  return (
    <div className={styles.does}>
      {user.state !== 'deactivated' && (
        <Button
          size="compact-xs"
          variant="default"
          aria-label={user.state === 'invited' ? t`Invite again: ${user.name}` : t`Reset link: ${user.name}`}
          loading={link.isPending}
          onClick={() => link.mutate()}
        >
          {user.state === 'invited' ? t`Invite again` : t`Reset link`}
        </Button>
      )}
      <Button
        size="compact-xs"
        variant="default"
        aria-label={user.state === 'deactivated' ? t`Activate ${user.name}` : t`Deactivate ${user.name}`}
        loading={turn.isPending}
        onClick={() => turn.mutate(user.state === 'deactivated' ? 'active' : 'deactivated')}
      >
        {user.state === 'deactivated' ? t`Activate` : t`Deactivate`}
      </Button>
      {user.second_factor && <RemoveFactors user={user} />}
    </div>
  );
}
