import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { address } from '../../api/client.ts';
import { Empty, Failed, Filtered, Loading } from '../../ui/state/states.tsx';
import { useTitle } from '../../ui/useTitle.ts';
import { tidy } from '../../url/view.ts';
import { Exports } from '../../ui/table/Exports.tsx';
import { AuditFilters } from './AuditFilters.tsx';
import { AuditTable } from './AuditTable.tsx';
import { auditFilter, auditQuery } from './queries.ts';
import type { AuditSearch } from './search.ts';
import styles from './audit.module.css';

const route = getRouteApi('/settings/audit');

/** Who did what, and what was refused. The days are chosen in the top bar. */
export function AuditPage() {
  const { t } = useLingui();
  const search: AuditSearch = route.useSearch();
  const navigate = useNavigate({ from: '/settings/audit' });
  const change = (patch: Partial<AuditSearch>) =>
    void navigate({ search: (old) => tidy({ ...old, ...patch }), replace: 'q' in patch, resetScroll: false });
  const filter = auditFilter(search);
  const trail = useInfiniteQuery(auditQuery(filter));
  const entries = (trail.data?.pages ?? []).flatMap((p) => p.entries);
  useTitle(t`Audit trail`);
  const filtered = Object.values(filter).some((v) => v !== undefined);
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>
          <Trans>Audit trail</Trans>
        </h1>
        <span className={styles.exports}>
          <Exports of={(format) => address('/audit', { ...filter, format })} />
        </span>
      </div>
      <p className="dim">
        <Trans>
          Every sign-in, refusal, export, setting and change of a record, newest first. Nothing here can be changed.
        </Trans>
      </p>
      <AuditFilters search={search} change={change} />
      {trail.isPending && <Loading height={480} />}
      {trail.isError && entries.length === 0 && (
        <Failed page error={trail.error} onRetry={() => void trail.refetch()} />
      )}
      {trail.isSuccess &&
        entries.length === 0 &&
        (filtered ? (
          <Filtered
            onClear={() =>
              change({
                q: undefined,
                actor: undefined,
                what: undefined,
                outcome: undefined,
                from: undefined,
                to: undefined,
              })
            }
          />
        ) : (
          <Empty title={<Trans>Nothing has happened yet</Trans>}>
            <Trans>What people do, and what was refused, will be here.</Trans>
          </Empty>
        ))}
      {entries.length > 0 && <AuditTable entries={entries} />}
      {trail.hasNextPage && (
        <div>
          <Button variant="default" loading={trail.isFetchingNextPage} onClick={() => void trail.fetchNextPage()}>
            <Trans>Show older</Trans>
          </Button>
        </div>
      )}
    </div>
  );
}
