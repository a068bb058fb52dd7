import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../../api/client.ts';
import type { Question } from '../../../api/queries.ts';
import type { Cell } from '../search.ts';

/** What is asked for the records of a cell; compare plays no part in them. */
export function cellQuestion(question: Question, cell: Cell, grain: Question['grain']) {
  return {
    ...question,
    compare: undefined,
    by: cell.row ? Object.keys(cell.row) : undefined,
    row: cell.row,
    grain: cell.period ? grain : undefined,
    period: cell.period,
    role: cell.role,
  };
}

/** How many records play which part, whatever part is shown. */
export const cellSums = (name: string, query: ReturnType<typeof cellQuestion>) => {
  const all = { ...query, role: undefined, limit: 1 };
  return queryOptions({
    queryKey: ['metric', name, 'sums', all],
    queryFn: async ({ signal }) =>
      data(api.GET('/api/v1/metrics/{name}/records', { params: { path: { name }, query: all }, signal })) as Promise<
        Schemas['MetricRecords']
      >,
  });
};

export const cellRecords = (name: string, query: ReturnType<typeof cellQuestion>) =>
  infiniteQueryOptions({
    queryKey: ['metric', name, 'records', query],
    queryFn: async ({ signal, pageParam }) =>
      data(
        api.GET('/api/v1/metrics/{name}/records', {
          params: { path: { name }, query: { ...query, cursor: pageParam || undefined, limit: 100 } },
          signal,
        }),
      ) as Promise<Schemas['MetricRecords']>,
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  });
