import { queryOptions } from '@tanstack/react-query';
import { api, data } from './client.ts';

/** Who may sign in; administrators may ask. */
export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: ({ signal }) => data(api.GET('/api/v1/users', { signal })),
});

/** The roles there are; administrators may ask. */
export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: ({ signal }) => data(api.GET('/api/v1/roles', { signal })),
  select: (body) => body.roles,
});
