import { queryOptions } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../api/client.ts';

export type BackupList = Schemas['BackupList'];
export type Backup = Schemas['Backup'];
export type BackupJob = Schemas['BackupJob'];

/** A daily backup whose time has not come: it is planned, not queued. */
export const planned = (job: BackupJob) => job.daily && job.state === 'waiting';

export const open = (job: BackupJob) => (job.state === 'waiting' || job.state === 'running') && !planned(job);

/** Asked again while a backup is made, and now and then for the daily one. */
export const backupsQuery = queryOptions({
  queryKey: ['backups'],
  queryFn: ({ signal }) => data(api.GET('/api/v1/backups', { signal })),
  refetchInterval: (q) => (q.state.data?.jobs.some(open) ? 800 : 30_000),
});

export const makeBackup = () => data(api.POST('/api/v1/backups', { body: {} }));

export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: ['backup', id],
    queryFn: ({ signal }) => data(api.GET('/api/v1/backups/jobs/{id}', { params: { path: { id } }, signal })),
    refetchInterval: (q) => (q.state.data && !open(q.state.data) ? false : 500),
  });

export const stopJob = (id: string) => data(api.POST('/api/v1/backups/jobs/{id}/stop', { params: { path: { id } } }));

export const verifyBackup = (name: string) =>
  data(api.POST('/api/v1/backups/{name}/verify', { params: { path: { name } } }));
