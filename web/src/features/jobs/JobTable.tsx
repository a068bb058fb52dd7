import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { DataTable, type Column } from '../../ui/table/DataTable.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWho } from '../../words/people/useWho.ts';
import { act, type Job } from './jobs.ts';
import { JobState } from './JobState.tsx';
import { useJobWords } from './useJobWords.ts';
import styles from './jobs.module.css';

export function JobTable({ jobs }: { jobs: Job[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useJobWords();
  const { name } = useWho();
  const time = (at: string | null) => (at ? format.instant(at) : null);
  const columns: Column<Job>[] = [
    { key: 'kind', label: t`What`, width: 170, cell: (j) => <Kind job={j} /> },
    { key: 'state', label: t`State`, cell: (j) => <JobState job={j} /> },
    {
      key: 'by',
      label: t`Asked for by`,
      cell: (j) => (
        <span translate="no" title={j.by}>
          {j.scheduled ? t`the schedule` : j.by === 'jobs' ? t`the program` : name(j.by)}
        </span>
      ),
    },
    { key: 'begun', label: t`Begun`, cell: (j) => time(j.started_at) },
    { key: 'ended', label: t`Ended`, cell: (j) => time(j.finished_at) },
    {
      key: 'attempts',
      label: t`Attempts`,
      number: true,
      cell: (j) => (
        <span className="num">
          <Trans>
            {format.count(j.attempts)} of {format.count(j.max_attempts)}
          </Trans>
        </span>
      ),
    },
    {
      key: 'does',
      label: t`Actions`,
      cell: (j) => (j.can.length > 0 ? <Actions job={j} what={words.kind(j)} /> : null),
    },
  ];
  return (
    <div className={styles.table}>
      <DataTable stacked label={t`Jobs`} columns={columns} rows={jobs} rowKey={(j) => j.id} />
    </div>
  );
}

/** What a job is, with a link to the page that tells more of it. */
function Kind({ job }: { job: Job }) {
  const words = useJobWords();
  if (job.kind === 'import')
    return (
      <Link to="/imports/$id" params={{ id: job.id }} search={{}}>
        {words.kind(job)}
      </Link>
    );
  if (job.kind === 'backup')
    return (
      <Link to="/settings/backups" search={{}}>
        {words.kind(job)}
      </Link>
    );
  if (job.kind === 'erasure')
    return (
      <Link to="/settings/$page" params={{ page: 'erasure' }} search={{}}>
        {words.kind(job)}
      </Link>
    );
  return <>{words.kind(job)}</>;
}

function Actions({ job, what }: { job: Job; what: string }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const does = useMutation({
    mutationFn: act,
    onSuccess: (_, { does }) => toast(does === 'stop' ? t`The job was stopped` : t`The job begins again`),
    onSettled: () => client.invalidateQueries({ queryKey: ['jobs'] }),
  });
  return (
    <>
      {job.can.map((can) => (
        <Button
          key={can}
          size="compact-xs"
          variant="default"
          aria-label={can === 'stop' ? t`Stop: ${what}` : t`Try again: ${what}`}
          loading={does.isPending}
          onClick={() => does.mutate({ job, does: can })}
        >
          {can === 'stop' ? t`Stop` : t`Try again`}
        </Button>
      ))}
    </>
  );
}
