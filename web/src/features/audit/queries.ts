import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../api/client.ts';
import type { AuditSearch } from './search.ts';

export const auditFilter = ({ q, actor, what, outcome, from, to }: AuditSearch) => ({
  q,
  actor,
  what,
  outcome,
  from,
  to,
});

/** Newest first; older ones are asked for from the last one on. */
export const auditQuery = (filter: ReturnType<typeof auditFilter>) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ signal, pageParam }): Promise<Schemas['AuditTrail']> =>
      data(
        api.GET('/api/v1/audit', { params: { query: { ...filter, before: pageParam, limit: 50 } }, signal }),
      ) as Promise<Schemas['AuditTrail']>,
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.next_before ?? undefined,
    staleTime: 0,
  });
