import { Trans, useLingui } from '@lingui/react/macro';
import { Button, NativeSelect } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Empty, Failed, Loading } from '../../ui/state/states.tsx';
import { useTitle } from '../../ui/useTitle.ts';
import { readOne, tidy } from '../../url/view.ts';
import { jobsQuery, states, type JobFilter } from './jobs.ts';
import { JobTable } from './JobTable.tsx';
import { useJobWords } from './useJobWords.ts';
import styles from './jobs.module.css';

const route = getRouteApi('/settings/$page');

/** What the program does beside the requests: what is open, and what became of the rest. */
export function JobsPage() {
  const { t } = useLingui();
  const words = useJobWords();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/settings/$page' });
  const state = readOne(search.state, states);
  const filter = tidy<JobFilter>({ state, kind: search.kind });
  const change = (patch: { state?: string; kind?: string }) =>
    void navigate({ search: (old) => tidy({ ...old, ...patch }), resetScroll: false });
  const list = useInfiniteQuery(jobsQuery(filter));
  const jobs = (list.data?.pages ?? []).flatMap((p) => p.jobs);
  useTitle(t`Jobs`);
  return (
    <div className={styles.page}>
      <h1>
        <Trans>Jobs</Trans>
      </h1>
      <p className="dim">
        <Trans>
          Work that goes on when its page is closed, and after a restart. What is over stays in this list for 30 days.
        </Trans>
      </p>
      <div className={styles.filters} role="search">
        <NativeSelect
          size="xs"
          label={t`State`}
          data-shortcut="/"
          data={[{ value: '', label: t`Every state` }, ...states.map((s) => ({ value: s, label: words.states[s] }))]}
          value={state ?? ''}
          onChange={(e) => change({ state: e.currentTarget.value || undefined })}
        />
        <NativeSelect
          size="xs"
          label={t`What`}
          data={[
            { value: '', label: t`Everything` },
            ...Object.entries(words.kinds).map(([value, label]) => ({ value, label })),
          ]}
          value={search.kind ?? ''}
          onChange={(e) => change({ kind: e.currentTarget.value || undefined })}
        />
      </div>
      {list.isPending && <Loading height={320} />}
      {list.isError && jobs.length === 0 && <Failed page error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && jobs.length === 0 && (
        <Empty
          title={state || search.kind ? <Trans>No job fits these filters</Trans> : <Trans>No jobs yet</Trans>}
          action={
            (state || search.kind) && (
              <Button variant="default" onClick={() => change({ state: undefined, kind: undefined })}>
                <Trans>Clear filters</Trans>
              </Button>
            )
          }
        >
          <Trans>Imports, backups and erasures that somebody asks for will be here.</Trans>
        </Empty>
      )}
      {jobs.length > 0 && <JobTable jobs={jobs} />}
      {list.hasNextPage && (
        <div>
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            <Trans>Show older</Trans>
          </Button>
        </div>
      )}
    </div>
  );
}
