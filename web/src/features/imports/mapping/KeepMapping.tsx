import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Popover, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Problem } from '../../../api/problem.ts';
import { useProblemText } from '../../../ui/state/problemText.ts';
import { toast } from '../../../ui/toast.tsx';
import { keep } from './mapping.ts';

/** Keeps the choices by a name: the next file with these columns is read by them. */
export function KeepMapping({ mapping }: { mapping: string }) {
  const { t } = useLingui();
  const text = useProblemText();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const keeping = useMutation({
    mutationFn: () => keep(name.trim(), mapping),
    onSuccess: () => {
      setOpen(false);
      toast(t`Kept: the next file with these columns is read like this`);
      return client.invalidateQueries({ queryKey: ['mappings'] });
    },
  });
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      trapFocus
      withinPortal={false}
      hideDetached={false}
      position="bottom-start"
    >
      <Popover.Target>
        <Button size="sm" variant="default" onClick={() => setOpen(!open)}>
          <Trans>Keep for next time</Trans>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t`Keep for next time`}>
        <form
          onSubmit={(e) => {
            e.preventDefault();
            keeping.mutate();
          }}
        >
          <TextInput
            size="sm"
            label={t`Name`}
            value={name}
            onChange={(e) => setName(e.currentTarget.value)}
            maxLength={60}
            required
            error={keeping.isError ? text(Problem.of(keeping.error)) : undefined}
            data-autofocus
          />
          <Button type="submit" size="sm" mt={8} loading={keeping.isPending} disabled={name.trim() === ''}>
            <Trans>Keep</Trans>
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
