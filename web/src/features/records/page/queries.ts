import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../../api/client.ts';
import type { View } from '../../../url/view.ts';

/** The changes of a record up to the day that is looked at. */
export const timelineQuery = (object: string, id: string, day: Pick<View, 'as_of' | 'known_at'>) =>
  infiniteQueryOptions({
    queryKey: ['record', object, id, 'changes', { as_of: day.as_of, known_at: day.known_at }],
    queryFn: async ({ signal, pageParam }) =>
      data(
        api.GET('/api/v1/records/{object}/{id}/changes', {
          params: {
            path: { object, id },
            query: { before: pageParam || undefined, limit: 50, as_of: day.as_of, known_at: day.known_at },
          },
          signal,
        }),
      ) as Promise<Schemas['Timeline']>,
    initialPageParam: 0,
    getNextPageParam: (last) => last.next_before,
  });
