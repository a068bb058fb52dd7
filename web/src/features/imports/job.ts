import { queryOptions } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../api/client.ts';
import { Problem } from '../../api/problem.ts';

export type Job = Schemas['ImportJob'];

export type Match = 'id' | 'email' | 'name';

/** What a person may have to say when the files do not. */
export interface Options {
  dates?: 'dmy' | 'mdy' | 'ymd';
  numbers?: 'comma' | 'point';
  encoding?: string;
  zone?: string;
  source?: string;
  full?: boolean;
  /** Takes names of no record for the nearest known ones. */
  accept?: boolean;
  /** By what rows are found among the records that are here, instead of the source's ids. */
  match?: Match;
  /** Leaves out the rows that would do the other thing. */
  only?: 'create' | 'update';
  /** What the columns of files mean that no layout knows (YAML). */
  mapping?: string;
}

/** Sends files. The answer is a job to ask about; texts come before files, as the server reads in order. */
export async function send(files: File[], options: Options, dryRun: boolean): Promise<Job> {
  const form = new FormData();
  form.set('dry_run', String(dryRun));
  for (const [name, value] of Object.entries(options)) if (value) form.set(name, String(value));
  for (const file of files) form.append('files', file, file.name);
  const response = await fetch('/api/v1/imports', {
    method: 'POST',
    body: form,
    headers: { Accept: 'application/json' },
  });
  if (!response.ok) throw await Problem.from(response);
  return (await response.json()) as Job;
}

export const stop = (id: string) =>
  api.POST('/api/v1/imports/{id}/stop', { params: { path: { id } } }).catch(() => undefined); // it may be over

export const running = (job: Job | undefined) =>
  job !== undefined && (job.state === 'waiting' || job.state === 'running');

/** One job, asked again while it runs. */
export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: ['import', id],
    queryFn: ({ signal }) => data(api.GET('/api/v1/imports/{id}', { params: { path: { id } }, signal })),
    refetchInterval: (q) => (running(q.state.data) ? 400 : false),
  });

export const jobsQuery = queryOptions({
  queryKey: ['imports'],
  queryFn: ({ signal }) => data(api.GET('/api/v1/imports', { signal })),
  refetchInterval: (q) => (q.state.data?.imports.some(running) ? 2_000 : false),
});

export const undoImport = (id: string, dryRun: boolean) =>
  data(api.POST('/api/v1/imports/{id}/undo', { params: { path: { id } }, body: { dry_run: dryRun } }));
