import { queryOptions } from '@tanstack/react-query';
import { api, data } from '../../api/client.ts';

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal }) => data(api.GET('/api/v1/sessions', { signal })),
});

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => data(api.GET('/api/v1/tokens', { signal })),
});
