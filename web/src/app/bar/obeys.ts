import { useQuery } from '@tanstack/react-query';
import { useMatches } from '@tanstack/react-router';
import { hasOwner, schemaQuery } from '../../api/queries.ts';

/** A choice of the top bar. */
export type Chip = 'period' | 'compare' | 'as_of' | 'scope';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** Which choices of the top bar the page follows. The others are visibly off there. */
    obeys?: readonly Chip[];
  }
}

/** Whether the page shown follows a choice. A list follows whose records count where its records have an owner. */
export function useObeys(): (chip: Chip) => boolean {
  const match = useMatches({ select: (all) => all.at(-1) });
  const object = (match?.params as { object?: string } | undefined)?.object;
  const obeys = match?.staticData.obeys ?? [];
  const listed = object !== undefined && obeys.includes('scope');
  const schema = useQuery({ ...schemaQuery, enabled: listed });
  return (chip) => obeys.includes(chip) && (chip !== 'scope' || !listed || hasOwner(schema.data, object));
}
