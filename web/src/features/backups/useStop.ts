import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from '../../ui/toast.tsx';
import { backupsQuery, stopJob } from './backups.ts';

/** Stops a backup or leaves out a planned one. One that has ended meanwhile is no error: the list shows it. */
export function useStop(says: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: stopJob,
    onSuccess: () => toast(says),
    onSettled: () => client.invalidateQueries(backupsQuery),
  });
}
