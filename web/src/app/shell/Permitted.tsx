import { useQuery } from '@tanstack/react-query';
import { useMatches } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Ability } from '../../api/may.ts';
import { meQuery } from '../../api/queries.ts';
import { Failed, Loading, NotPermitted } from '../../ui/state/states.tsx';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** What the asker's role must permit to open the page. */
    needs?: Ability;
  }
}

/** A page that was opened by its address without the right says so, and asks the server for nothing. */
export function Permitted({ children }: { children: ReactNode }) {
  const needs = useMatches({ select: (all) => all.at(-1)?.staticData.needs });
  const me = useQuery({ ...meQuery, enabled: needs !== undefined });
  if (needs === undefined) return children;
  if (me.data) return me.data.may.includes(needs) ? children : <NotPermitted page />;
  return me.isError ? <Failed page error={me.error} onRetry={() => void me.refetch()} /> : <Loading height={480} />;
}
