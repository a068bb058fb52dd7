import { Trans } from '@lingui/react/macro';
import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { catalogueQuery, firstLookQuery, keyMetricsQuery } from '../../../api/queries.ts';
import { Query } from '../../../ui/state/Query.tsx';
import { useTitle } from '../../../ui/useTitle.ts';
import { pastOf, questionOf, useView } from '../../../url/view.ts';
import { LeftOut } from './LeftOut.tsx';
import { Tile } from './Tile.tsx';
import { MissingTile } from './MissingTile.tsx';
import styles from './overview.module.css';

const Others = lazy(() => import('./Others.tsx').then((m) => ({ default: m.Others })));

/** The twelve in the order of the revenue chain, then everything else that is measured. */
export function OverviewPage() {
  const { t } = useLingui();
  const [view] = useView();
  const catalogue = useQuery(catalogueQuery);
  const look = useQuery(firstLookQuery(pastOf(view)));
  const twelve = useQuery(keyMetricsQuery(questionOf(view)));
  const entries = new Map(twelve.data?.metrics.map((m) => [m.name, m]));
  useTitle(t`Key metrics`);
  const known = new Map(catalogue.data?.metrics.map((m) => [m.name, m]));
  const inChain = new Set(look.data?.twelve.map((e) => e.name));
  const others = look.isPending ? [] : (catalogue.data?.metrics ?? []).filter((m) => !inChain.has(m.name));
  return (
    <>
      <h1>
        <Trans>Key metrics</Trans>
      </h1>
      <p className="dim">
        <Trans>From the first activity to the customer who stays. Each number opens.</Trans>
      </p>
      <LeftOut files={catalogue.data?.left_out ?? []} />
      <Query of={look} height={560}>
        {(l) => (
          <ul className={styles.grid}>
            {l.twelve.map((e) => (
              <li key={e.name}>
                {known.has(e.name) ? (
                  <Tile metric={known.get(e.name)!} entry={entries.get(e.name)} needs={e.needs} />
                ) : (
                  <MissingTile entry={e} />
                )}
              </li>
            ))}
          </ul>
        )}
      </Query>
      {others.length > 0 && (
        <Suspense>
          <Others metrics={others} groups={catalogue.data?.groups ?? []} />
        </Suspense>
      )}
    </>
  );
}
