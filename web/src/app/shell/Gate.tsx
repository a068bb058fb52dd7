import { useQuery } from '@tanstack/react-query';
import { Outlet, useMatches } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { sessionQuery } from '../../api/queries.ts';
import { withPeople } from '../../ui/i18n/locale.ts';
import { Door } from './Door.tsx';
import { Shell } from './Shell.tsx';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** The page stands without a session, and outside the frame. */
    open?: boolean;
  }
}

const SignIn = lazy(() =>
  withPeople(() => import('../../features/signin/SignInPage.tsx')).then((m) => ({ default: m.SignInPage })),
);
const Setup = lazy(() =>
  withPeople(() => import('../../features/signin/SetupPage.tsx')).then((m) => ({ default: m.SetupPage })),
);

/** Who is not signed in sees the way in, at the address that was asked for: it opens as soon as they are. */
export function Gate() {
  const session = useQuery(sessionQuery);
  const open = useMatches({ select: (all) => all.some((m) => m.staticData.open) });
  const [was, setWas] = useState(false);
  const out = session.data?.signed_in === false;
  if (session.data?.signed_in && !was) setWas(true);
  if (session.isPending) return null;
  if (!open && !out) return <Shell />;
  return (
    <Door>
      <Suspense>{open ? <Outlet /> : session.data?.setup_needed ? <Setup /> : <SignIn ended={was} />}</Suspense>
    </Door>
  );
}
