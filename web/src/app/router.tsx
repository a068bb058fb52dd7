import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  retainSearchParams,
} from '@tanstack/react-router';
import { catalogueQuery } from '../api/queries.ts';
import { readAuditSearch } from '../features/audit/search.ts';
import { readExplainSearch } from '../features/metrics/explain/search.ts';
import { readMetricSearch } from '../features/metrics/search.ts';
import { readListSearch, readRecordSearch } from '../features/records/search.ts';
import { withPeople } from '../ui/i18n/locale.ts';
import { Failed, Loading } from '../ui/state/states.tsx';
import { readMoreSearch, readView, viewKeys } from '../url/view.ts';
import { NotFound } from './NotFound.tsx';
import { Gate } from './shell/Gate.tsx';

const root = createRootRoute({
  component: Gate,
  validateSearch: readView,
  // the days one looks at stay the same from page to page
  search: { middlewares: [retainSearchParams([...viewKeys])] },
  notFoundComponent: NotFound,
});

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  staticData: { obeys: ['as_of'] },
  component: lazyRouteComponent(() => import('./home/HomePage.tsx'), 'HomePage'),
});
const overview = createRoute({
  getParentRoute: () => root,
  path: '/metrics',
  staticData: { obeys: ['period', 'compare', 'as_of', 'scope'] },
  component: lazyRouteComponent(() => import('../features/metrics/overview/OverviewPage.tsx'), 'OverviewPage'),
});
const metric = createRoute({
  getParentRoute: () => root,
  path: '/metrics/$name',
  staticData: { obeys: ['period', 'compare', 'as_of', 'scope'] },
  validateSearch: readMetricSearch,
  component: lazyRouteComponent(() => import('../features/metrics/MetricPage.tsx'), 'MetricPage'),
});
const receipt = createRoute({
  getParentRoute: () => root,
  path: '/receipts/$receipt',
  component: lazyRouteComponent(() => import('../features/metrics/receipt/ReceiptPage.tsx'), 'ReceiptPage'),
});
const explain = createRoute({
  getParentRoute: () => root,
  path: '/explain',
  validateSearch: readExplainSearch,
  component: lazyRouteComponent(() => import('../features/metrics/explain/ExplainPage.tsx'), 'ExplainPage'),
});
const list = createRoute({
  getParentRoute: () => root,
  path: '/records/$object',
  staticData: { obeys: ['as_of', 'scope'] },
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('../features/records/list/ListPage.tsx'), 'ListPage'),
});
const record = createRoute({
  getParentRoute: () => root,
  path: '/records/$object/$id',
  staticData: { obeys: ['as_of'] },
  validateSearch: readRecordSearch,
  component: lazyRouteComponent(() => import('../features/records/page/RecordPage.tsx'), 'RecordPage'),
});
const imports = createRoute({
  getParentRoute: () => root,
  path: '/imports',
  staticData: { needs: 'import' },
  component: lazyRouteComponent(() => import('../features/imports/ImportsPage.tsx'), 'ImportsPage'),
});
const review = createRoute({
  getParentRoute: () => root,
  path: '/imports/review',
  staticData: { needs: 'import' },
  component: lazyRouteComponent(() => import('../features/imports/review/ReviewPage.tsx'), 'ReviewPage'),
});
const oneImport = createRoute({
  getParentRoute: () => root,
  path: '/imports/$id',
  staticData: { needs: 'import' },
  component: lazyRouteComponent(() => import('../features/imports/ImportPage.tsx'), 'ImportPage'),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => withPeople(() => import('./settings/SettingsFrame.tsx')), 'SettingsFrame'),
});
const company = createRoute({
  getParentRoute: () => settings,
  path: '/',
  component: lazyRouteComponent(() => import('../features/settings/SettingsPage.tsx'), 'SettingsPage'),
});
const people = createRoute({
  getParentRoute: () => settings,
  path: '/people',
  staticData: { needs: 'users' },
  component: lazyRouteComponent(() => import('../features/people/PeoplePage.tsx'), 'PeoplePage'),
});
const audit = createRoute({
  getParentRoute: () => settings,
  path: '/audit',
  staticData: { obeys: ['period'], needs: 'audit' },
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => import('../features/audit/AuditPage.tsx'), 'AuditPage'),
});
const backups = createRoute({
  getParentRoute: () => settings,
  path: '/backups',
  staticData: { needs: 'backup' },
  component: lazyRouteComponent(() => import('../features/backups/BackupsPage.tsx'), 'BackupsPage'),
});
/** The other pages of the settings: what there is, and who may open it, comes with the first of them. */
const more = createRoute({
  getParentRoute: () => settings,
  path: '/$page',
  validateSearch: readMoreSearch,
  component: lazyRouteComponent(() => import('./settings/MorePage.tsx'), 'MorePage'),
});
const mail = createRoute({
  getParentRoute: () => settings,
  path: '/mail',
  staticData: { needs: 'users' },
  component: lazyRouteComponent(() => import('../features/mail/MailPage.tsx'), 'MailPage'),
});
const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  component: lazyRouteComponent(() => withPeople(() => import('../features/account/AccountPage.tsx')), 'AccountPage'),
});
const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  staticData: { open: true },
  component: lazyRouteComponent(() => withPeople(() => import('../features/signin/SetupPage.tsx')), 'SetupPage'),
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  staticData: { open: true },
  component: lazyRouteComponent(() => withPeople(() => import('../features/signin/LinkPage.tsx')), 'LinkPage'),
});
const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  staticData: { open: true },
  component: lazyRouteComponent(() => withPeople(() => import('../features/signin/LinkPage.tsx')), 'LinkPage'),
});

const routeTree = root.addChildren([
  home,
  overview,
  metric,
  receipt,
  explain,
  list,
  record,
  imports,
  review,
  oneImport,
  settings.addChildren([company, people, audit, backups, mail, more]),
  account,
  setup,
  invitation,
  reset,
]);

export function makeRouter(client: QueryClient) {
  void client.prefetchQuery(catalogueQuery);
  return createRouter({
    routeTree,
    defaultPreload: 'intent',
    defaultPendingComponent: () => <Loading height={400} />,
    defaultErrorComponent: ({ error, reset }) => <Failed page error={error} onRetry={reset} />,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
