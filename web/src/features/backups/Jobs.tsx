import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, Progress } from '@mantine/core';
import { Problem } from '../../api/problem.ts';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { useProblemText } from '../../ui/state/problemText.ts';
import { open, type BackupJob } from './backups.ts';
import { useStop } from './useStop.ts';
import styles from './backups.module.css';

/** Backups that are made now or wait for their turn, and those that failed lately. */
export function Jobs({ jobs }: { jobs: BackupJob[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const text = useProblemText();
  const failed = jobs.filter((j) => j.state === 'failed');
  return (
    <>
      <div role="status" className={styles.jobs} aria-label={t`Backups being made`}>
        {jobs.filter(open).map((job) => (
          <OpenJob key={job.id} job={job} />
        ))}
      </div>
      {failed.length > 0 && (
        <Alert color="red" title={t`Backups that failed in the last 30 days`}>
          <ul className={styles.plain}>
            {failed.map((job) => (
              <li key={job.id}>
                {job.finished_at && format.instant(job.finished_at)}
                {job.daily && (
                  <>
                    {' '}
                    · <Trans>daily</Trans>
                  </>
                )}
                {job.problem && ` · ${text(new Problem(job.problem.status, job.problem))}`}
              </li>
            ))}
          </ul>
        </Alert>
      )}
    </>
  );
}

function OpenJob({ job }: { job: BackupJob }) {
  const { t } = useLingui();
  const format = useFormat();
  const stop = useStop(t`The backup was stopped. Nothing of it is left.`);
  const p = job.progress;
  const share = p && p.total > 0 ? (p.done / p.total) * 100 : undefined;
  const waits = job.state === 'waiting';
  return (
    <div className={styles.job}>
      <div className={styles.going}>
        <p>{waits ? <Trans>A backup waits for its turn</Trans> : <Trans>Backing up</Trans>}</p>
        {!waits && (
          <Progress
            value={share ?? 100}
            animated={share === undefined}
            aria-label={t`Progress`}
            transitionDuration={120}
          />
        )}
        {p && p.total > 0 && (
          <p className="dim small num">
            <Trans>
              {format.bytes(p.done)} of {format.bytes(p.total)}
            </Trans>
          </p>
        )}
      </div>
      <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate(job.id)}>
        <Trans>Cancel</Trans>
      </Button>
    </div>
  );
}
