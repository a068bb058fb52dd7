import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../../api/client.ts';
import type { Question } from '../../../api/queries.ts';
import { tidy } from '../../../url/view.ts';

export const receiptQuery = (receipt: string) =>
  queryOptions({
    queryKey: ['receipt', receipt],
    queryFn: ({ signal }) =>
      data(api.GET('/api/v1/receipts/{receipt}', { params: { path: { receipt } }, signal })) as Promise<
        Schemas['Answer']
      >,
  });

/** What the receipt asks. */
export const receiptQuestionQuery = (receipt: string) =>
  queryOptions({
    queryKey: ['receipt', receipt, 'question'],
    queryFn: ({ signal }) =>
      data(api.GET('/api/v1/receipts/{receipt}/question', { params: { path: { receipt } }, signal })),
  });

/** The records as they were at the receipt's place of the log, with its version of the metric and its today. */
export const receiptRecordsQuery = (q: Schemas['ReceiptQuestion']) =>
  infiniteQueryOptions({
    queryKey: ['receipt', 'records', q],
    queryFn: async ({ signal, pageParam }) => {
      const query = tidy({
        from: q.from ?? undefined,
        to: q.to ?? undefined,
        where: q.where.length > 0 ? q.where : undefined,
        whose: q.whose || undefined,
        as_of: q.as_of ?? undefined,
        known_at: q.known_at ?? undefined,
        org: (q.org || undefined) as Question['org'],
        currency: q.currency || undefined,
        today: q.today,
        position: q.position,
        version: q.version,
        cursor: pageParam || undefined,
        limit: 100,
      });
      return data(
        api.GET('/api/v1/metrics/{name}/records', { params: { path: { name: q.metric }, query }, signal }),
      ) as Promise<Schemas['MetricRecords']>;
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  });
