import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, type ComponentType, type LazyExoticComponent } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Ability } from '../../api/may.ts';
import { meQuery } from '../../api/queries.ts';
import { Loading, NotPermitted } from '../../ui/state/states.tsx';
import { Query } from '../../ui/state/Query.tsx';
import { NotFound } from '../NotFound.tsx';

interface Page {
  needs: Ability;
  Content: LazyExoticComponent<ComponentType>;
}

const pages: Record<string, Page> = {
  jobs: {
    needs: 'users',
    Content: lazy(() => import('../../features/jobs/JobsPage.tsx').then((m) => ({ default: m.JobsPage }))),
  },
  erasure: {
    needs: 'users',
    Content: lazy(() => import('../../features/erasure/ErasurePage.tsx').then((m) => ({ default: m.ErasurePage }))),
  },
};

const route = getRouteApi('/settings/$page');

/** A page of the settings by its name. One that the role does not permit says so, and asks the server for nothing. */
export function MorePage() {
  const page = pages[route.useParams().page];
  const me = useQuery(meQuery);
  if (!page) return <NotFound />;
  return (
    <Query page of={me} height={480}>
      {({ may }) =>
        may.includes(page.needs) ? (
          <Suspense fallback={<Loading height={480} />}>
            <page.Content />
          </Suspense>
        ) : (
          <NotPermitted page />
        )
      }
    </Query>
  );
}
