import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useMay } from '../../api/may.ts';
import { meQuery } from '../../api/queries.ts';
import { FirstLook } from '../../features/firstlook/FirstLook.tsx';
import { ImportFlow } from '../../features/imports/ImportFlow.tsx';
import { useFlow } from '../../features/imports/useFlow.ts';
import { Query } from '../../ui/state/Query.tsx';
import { Loading } from '../../ui/state/states.tsx';
import { useTitle } from '../../ui/useTitle.ts';
import { FirstAdministrator } from './FirstAdministrator.tsx';
import styles from './home.module.css';

const DropZone = lazy(() => import('../../features/imports/DropZone.tsx').then((m) => ({ default: m.DropZone })));

/** Home: an empty workspace asks for an export; one with data shows the first look. Files may be dropped at any time. */
export function HomePage() {
  const { t } = useLingui();
  const me = useQuery(meQuery);
  const imports = useMay()('import');
  const flow = useFlow(imports && (me.data?.empty ?? false));
  const idle = flow.step === 'idle' && flow.unknown.length === 0;
  useTitle(t`Home`);
  const busy = flow.step === 'sending' || flow.step === 'importing';
  return (
    <Query page of={me} height={480}>
      {({ empty }) => (
        <div className={styles.home}>
          <FirstAdministrator />
          <header className={styles.head}>
            <h1>{empty ? <Trans>Welcome</Trans> : <Trans>First look</Trans>}</h1>
            {!empty && imports && (
              <Suspense>
                <DropZone onFiles={(f) => flow.look(f)} busy={busy} />
              </Suspense>
            )}
          </header>
          {empty && !imports && (
            <p>
              <Trans>This workspace is empty. An administrator brings the first records in.</Trans>
            </p>
          )}
          {empty && imports && idle && (
            <>
              <p>
                <Trans>
                  This workspace is empty. Give it an export of your CRM, and it shows what your numbers are, what they
                  rest on, and what they were on any past day.
                </Trans>
              </p>
              <Suspense fallback={<Loading height={220} />}>
                <DropZone large onFiles={(f) => flow.look(f)} busy={busy} />
              </Suspense>
              <p className="dim small">
                <Trans>
                  The files stay on this machine. They are looked at first; nothing is written before you say so, and
                  every import can be undone.
                </Trans>
              </p>
            </>
          )}
          <ImportFlow flow={flow} />
          {!empty && idle && <FirstLook />}
        </div>
      )}
    </Query>
  );
}
