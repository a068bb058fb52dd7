import { useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { toast } from '../../ui/toast.tsx';
import { backupsQuery, jobQuery, makeBackup } from './backups.ts';

/** Asks for a backup and says when it is made; how far it is, and why it failed, stands in the list. */
export function useMake() {
  const { t } = useLingui();
  const client = useQueryClient();
  const [id, setID] = useState<string>();
  const make = useMutation({
    mutationFn: makeBackup,
    onSuccess: (job) => setID(job.id),
    onSettled: () => client.invalidateQueries(backupsQuery),
  });
  const state = useQuery({ ...jobQuery(id ?? ''), enabled: id !== undefined }).data?.state;
  const ended = state === 'done' || state === 'failed' || state === 'stopped';
  const done = state === 'done';
  useEffect(() => {
    if (!ended) return;
    if (done) toast(t`Backup made`);
    void client.invalidateQueries(backupsQuery);
  }, [id, ended, done, client]); // eslint-disable-line react-hooks/exhaustive-deps -- said once, in the language of now
  return { ask: () => make.mutate(), asking: make.isPending, error: make.error };
}
