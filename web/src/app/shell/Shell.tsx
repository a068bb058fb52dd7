import { Trans, useLingui } from '@lingui/react/macro';
import { AppShell } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { AsOfBanner } from '../bar/AsOfBanner.tsx';
import { TopBar } from '../bar/TopBar.tsx';
import { useShortcuts } from '../keys/shortcuts.ts';
import { toast } from '../../ui/toast.tsx';
import { DataAge } from './DataAge.tsx';
import { Guard } from './Guard.tsx';
import { Notices } from './Notices.tsx';
import { Permitted } from './Permitted.tsx';
import { Rail } from './Rail.tsx';
import styles from './Shell.module.css';

const Palette = lazy(() => import('../keys/Palette.tsx').then((m) => ({ default: m.Palette })));
const Help = lazy(() => import('../keys/Help.tsx').then((m) => ({ default: m.Help })));

export function Shell() {
  const [rail, { toggle, close }] = useDisclosure(false);
  const path = useRouterState({ select: (s) => s.location.pathname });
  const { t } = useLingui();
  const keys = useShortcuts();
  useEffect(close, [path, close]);

  return (
    <AppShell
      header={{ height: { base: 88, md: 48 } }}
      navbar={{ width: 184, breakpoint: 'sm', collapsed: { mobile: !rail } }}
      padding={0}
      transitionDuration={0}
    >
      <a className={styles.skip} href="#content">
        <Trans>Skip to content</Trans>
      </a>
      <AppShell.Header className={styles.header}>
        <TopBar railOpen={rail} onRail={toggle} onPalette={keys.openPalette} onHelp={keys.openHelp} />
      </AppShell.Header>
      <AppShell.Navbar className={styles.rail}>
        <Rail />
        <DataAge />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} className={styles.main}>
        <Notices />
        <AsOfBanner />
        <div className={styles.page}>
          <Permitted>
            <Outlet />
          </Permitted>
          <DataAge phone />
        </div>
      </AppShell.Main>
      <Guard
        key={keys.palette ? 'palette' : keys.help ? 'help' : ''}
        onError={() => {
          keys.close();
          toast(t`The server does not answer`, { failed: true });
        }}
      >
        <Suspense>
          {keys.palette && <Palette onClose={keys.close} onHelp={keys.openHelp} />}
          {keys.help && <Help onClose={keys.close} />}
        </Suspense>
      </Guard>
    </AppShell>
  );
}
