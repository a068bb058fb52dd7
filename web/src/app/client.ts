import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { Problem } from '../api/problem.ts';
import { healthQuery, sessionQuery } from '../api/queries.ts';

/** Keeps the answers. One that says "sign in first" asks who is signed in, and the gate closes. */
export function makeClient(): QueryClient {
  const onError = (error: unknown) => {
    const { body, status } = Problem.of(error);
    if (status === 503 || status === 507) void client.invalidateQueries({ queryKey: healthQuery.queryKey });
    if (body.reason_code !== 'session_needed') return;
    void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (count, error) => Problem.of(error).retriable && count < 2,
      },
    },
  });
  return client;
}
