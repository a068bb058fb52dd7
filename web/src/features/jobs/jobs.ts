import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../api/client.ts';

export type Job = Schemas['JobInfo'];

export const states = ['waiting', 'running', 'done', 'failed', 'stopped'] as const;
export type State = (typeof states)[number];

export interface JobFilter {
  state?: State;
  kind?: string;
}

/** One whose time has not come is planned: nobody waits for it. */
export const planned = (job: Job) => job.scheduled && job.state === 'waiting' && job.attempts === 0;

/** How soon the list is asked for again: often while something is being done. */
export const pause = (jobs: Job[]) =>
  jobs.some((j) => (j.state === 'running' || j.state === 'waiting') && !planned(j)) ? 1_500 : 15_000;

/** Newest first; older ones are asked for from the last one on. */
export const jobsQuery = (filter: JobFilter) =>
  infiniteQueryOptions({
    queryKey: ['jobs', filter],
    queryFn: ({ signal, pageParam }): Promise<Schemas['JobList']> =>
      data(
        api.GET('/api/v1/jobs', { params: { query: { ...filter, before: pageParam, limit: 50 } }, signal }),
      ) as Promise<Schemas['JobList']>,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_before ?? undefined,
    refetchInterval: (q) => pause(q.state.data?.pages.flatMap((p) => p.jobs) ?? []),
    staleTime: 0,
  });

export const act = ({ job, does }: { job: Job; does: 'stop' | 'again' }): Promise<Job> => {
  const params = { path: { id: job.id } };
  return does === 'stop'
    ? data(api.POST('/api/v1/jobs/{id}/stop', { params }))
    : data(api.POST('/api/v1/jobs/{id}/again', { params }));
};

/** How much of a job is done, in percent; undefined while its size is not known. */
export const share = (p: Schemas['JobProgress']) =>
  p.total > 0 ? Math.min(100, Math.max(0, (p.done / p.total) * 100)) : undefined;
