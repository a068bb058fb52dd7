import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { Query } from '../../ui/state/Query.tsx';
import { Empty, Loading } from '../../ui/state/states.tsx';
import { DataTable, type Column } from '../../ui/table/DataTable.tsx';
import { useTitle } from '../../ui/useTitle.ts';
import { useWords } from '../../words/useWords.ts';
import { ImportFlow } from './ImportFlow.tsx';
import { ReviewLink } from './review/ReviewLink.tsx';
import { jobsQuery, type Job } from './job.ts';
import { useFlow } from './useFlow.ts';
import styles from './imports.module.css';

const DropZone = lazy(() => import('./DropZone.tsx').then((m) => ({ default: m.DropZone })));

export function ImportsPage() {
  const { t } = useLingui();
  const format = useFormat();
  const words = useWords();
  const flow = useFlow(true);
  const jobs = useQuery(jobsQuery);
  useTitle(t`Imports`);

  const total = (job: Job, what: 'created' | 'updated' | 'rejected') =>
    job.report ? format.count(job.report.objects.reduce((n, o) => n + o[what], 0)) : '–';
  const columns: Column<Job>[] = [
    {
      key: 'when',
      label: t`When`,
      width: 160,
      cell: (j) => (
        <Link to="/imports/$id" params={{ id: j.batch ?? j.id }} search={{}}>
          {format.instant(j.started_at)}
        </Link>
      ),
    },
    {
      key: 'summary',
      label: t`What`,
      cell: (j) => (
        <span translate="no" title={j.summary}>
          {j.summary}
        </span>
      ),
    },
    {
      key: 'state',
      label: t`State`,
      cell: (j) => (
        <>
          {words.importState(j.state)}
          {j.dry_run && (
            <>
              {' '}
              · <Trans>only looked</Trans>
            </>
          )}
        </>
      ),
    },
    {
      key: 'created',
      label: t({ message: 'Created', context: 'count of records' }),
      number: true,
      cell: (j) => total(j, 'created'),
    },
    { key: 'updated', label: t`Updated`, number: true, cell: (j) => total(j, 'updated') },
    { key: 'rejected', label: t`Rejected`, number: true, cell: (j) => total(j, 'rejected') },
  ];
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>
          <Trans>Imports</Trans>
        </h1>
        <ReviewLink />
      </div>
      <Suspense fallback={<Loading height={48} />}>
        <DropZone onFiles={(f) => flow.look(f)} busy={flow.step === 'sending' || flow.step === 'importing'} />
      </Suspense>
      <ImportFlow flow={flow} />
      <Query of={jobs} height={320}>
        {({ imports }) =>
          imports.length === 0 ? (
            flow.step === 'idle' &&
            flow.unknown.length === 0 && (
              <Empty title={<Trans>No imports yet</Trans>}>
                <Trans>
                  Drop the files of an export here: they are looked at first, and nothing is written before you say so.
                </Trans>
              </Empty>
            )
          ) : (
            <DataTable stacked label={t`Imports`} columns={columns} rows={imports} rowKey={(j) => j.id} />
          )
        }
      </Query>
    </div>
  );
}
