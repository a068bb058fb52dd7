import { queryOptions } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../../api/client.ts';

export type Review = Schemas['Review'];
export type Side = Review['in_force'];

/** Fields for which a source says something else than an edit made here. */
export const reviewsQuery = queryOptions({
  queryKey: ['reviews'],
  queryFn: ({ signal }) => data(api.GET('/api/v1/reviews', { params: { query: { limit: 500 } }, signal })),
});

/** Settles the fields with these keys, or every one there is. */
export const decide = (which: string[] | 'all', take: Side) =>
  data(api.POST('/api/v1/reviews', { body: which === 'all' ? { all: true, take } : { keys: which, take } }));
