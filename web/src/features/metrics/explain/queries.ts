import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../../api/client.ts';
import { tidy } from '../../../url/view.ts';
import type { StepCode } from './search.ts';

export const explanationQuery = (first: string, second: string) =>
  queryOptions({
    queryKey: ['explanation', first, second],
    queryFn: ({ signal }) => data(api.GET('/api/v1/explanations', { params: { query: { first, second } }, signal })),
    staleTime: Infinity, // two receipts never say anything else
  });

/** The records that a step moves in one row. */
export const movedQuery = (first: string, second: string, step: StepCode, row: Schemas['ExplainedRow']) =>
  infiniteQueryOptions({
    queryKey: ['explanation', first, second, step, row.by, row.label],
    queryFn: ({ signal, pageParam }) => {
      const by = Object.fromEntries(Object.entries(row.by).map(([name, key]) => [name, key.id ?? '']));
      const query = tidy({
        first,
        second,
        step,
        row: Object.keys(by).length > 0 ? by : undefined,
        period: row.label ?? undefined,
        cursor: pageParam || undefined,
        limit: 100,
      });
      return data(api.GET('/api/v1/explanations/records', { params: { query }, signal }));
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
    staleTime: Infinity,
  });

/** The link to the number of a receipt's question as it is today. */
export async function receiptNow(q: Schemas['ReceiptQuestion']): Promise<string> {
  const query = tidy({
    from: q.from ?? undefined,
    to: q.to ?? undefined,
    grain: (q.grain || undefined) as 'month' | undefined,
    by: q.by.length > 0 ? q.by : undefined,
    where: q.where.length > 0 ? q.where : undefined,
    whose: q.whose || undefined,
    as_of: q.as_of ?? undefined,
    known_at: q.known_at ?? undefined,
    org: (q.org || undefined) as 'as-is' | undefined,
    currency: q.currency || undefined,
  });
  const answer = (await data(
    api.GET('/api/v1/metrics/{name}', { params: { path: { name: q.metric }, query } }),
  )) as Schemas['Answer'];
  return answer.receipt;
}
