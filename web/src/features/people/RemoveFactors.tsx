import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schemas } from '../../api/client.ts';
import { usersQuery } from '../../api/people.ts';
import { toast } from '../../ui/toast.tsx';
import styles from './people.module.css';

/** Takes the second factor off somebody who has lost it. Nothing brings it back, so it asks first. */
export function RemoveFactors({ user }: { user: Schemas['UserInfo'] }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const remove = useMutation({
    mutationFn: () => api.DELETE('/api/v1/users/{id}/factors', { params: { path: { id: user.id } } }),
    onSuccess: () => {
      setOpen(false);
      toast(t`${user.name} signs in without a second factor now; their sessions have ended`);
    },
    onSettled: () => client.invalidateQueries({ queryKey: usersQuery.queryKey }),
  });
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        aria-label={t`Remove second factor: ${user.name}`}
        onClick={() => setOpen(true)}
      >
        <Trans>Remove second factor</Trans>
      </Button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={t`Remove the second factor of ${user.name}?`}
        closeButtonProps={{ 'aria-label': t`Close` }}
        transitionProps={{ duration: 0 }}
      >
        <p>
          <Trans>
            Do it only when you know that {user.name} asks for it: from then on the password is enough. Their sessions
            end, and it stands in the audit trail.
          </Trans>
        </p>
        <div className={styles.does}>
          <Button loading={remove.isPending} onClick={() => remove.mutate()}>
            <Trans>Remove</Trans>
          </Button>
          <Button variant="default" onClick={() => setOpen(false)} data-autofocus>
            <Trans>Cancel</Trans>
          </Button>
        </div>
      </Modal>
    </>
  );
}
