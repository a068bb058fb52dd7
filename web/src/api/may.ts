import { useQuery } from '@tanstack/react-query';
import type { Schemas } from './client.ts';
import { meQuery } from './queries.ts';

/** What a role permits beside seeing and changing records. */
export type Ability = Schemas['Me']['may'][number];

/** What the asker may do. What would be refused is not offered, and nothing is before it is known. */
export function useMay(): (ability: Ability) => boolean {
  const may = useQuery(meQuery).data?.may;
  return (ability) => may?.includes(ability) ?? false;
}
