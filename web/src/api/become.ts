import type { QueryClient } from '@tanstack/react-query';
import type { Schemas } from './client.ts';
import { sessionQuery } from './queries.ts';

/** Somebody else asks from now on: what was answered before is forgotten, since it may differ for them. */
export function become(client: QueryClient, session: Schemas['SessionInfo']): void {
  client.setQueryData(sessionQuery.queryKey, session);
  void client.resetQueries({ predicate: (q) => q.queryKey[0] !== sessionQuery.queryKey[0] });
}
