import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../api/queries.ts';

/** Today in the company's zone, as the server says; until it has answered, this machine's day. */
export function useToday(): string {
  const me = useQuery(meQuery);
  return me.data?.today ?? new Date().toISOString().slice(0, 10);
}
