import { queryOptions } from '@tanstack/react-query';
import { api, data } from '../../../api/client.ts';

export const factorsQuery = queryOptions({
  queryKey: ['factors'],
  queryFn: ({ signal }) => data(api.GET('/api/v1/factors', { signal })),
});
