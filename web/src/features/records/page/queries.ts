import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../../api/client.ts';
import { sameSubject } from '../../../api/queries.ts';
import type { View } from '../../../url/view.ts';

/** The record as the view shows it. */
export const recordQuery = (object: string, id: string, view: Pick<View, 'as_of' | 'known_at'>) =>
  queryOptions({
    queryKey: ['record', object, id, { as_of: view.as_of, known_at: view.known_at }],
    queryFn: ({ signal }) =>
      data(api.GET('/api/v1/records/{object}/{id}', { params: { path: { object, id }, query: { as_of: view.as_of, known_at: view.known_at } }, signal })),
    placeholderData: sameSubject('record', object, id),
  });

export const timelineQuery = (object: string, id: string) =>
  infiniteQueryOptions({
    queryKey: ['record', object, id, 'changes'],
    queryFn: async ({ signal, pageParam }) =>
      data(
        api.GET('/api/v1/records/{object}/{id}/changes', {
          params: { path: { object, id }, query: { before: pageParam || undefined, limit: 50 } },
          signal,
        }),
      ) as Promise<Schemas['Timeline']>,
    initialPageParam: 0,
    getNextPageParam: (last) => last.next_before,
  });
