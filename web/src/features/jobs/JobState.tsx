import { Trans, useLingui } from '@lingui/react/macro';
import { Progress } from '@mantine/core';
import { Problem } from '../../api/problem.ts';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { useProblemText } from '../../ui/state/problemText.ts';
import { planned, share, type Job } from './jobs.ts';
import { useJobWords } from './useJobWords.ts';
import styles from './jobs.module.css';

/** A sign beside each state, so that none is told by its colour alone. */
const signs: Record<Job['state'], string> = { waiting: '○', running: '◔', done: '✓', failed: '✕', stopped: '■' };

/** How a job stands: how far it is, when its turn comes, why it failed. */
export function JobState({ job }: { job: Job }) {
  const { t } = useLingui();
  const format = useFormat();
  const text = useProblemText();
  const words = useJobWords();
  const p = job.progress;
  const done = p && share(p);
  const amount = (n: number) => (job.kind === 'backup' ? format.bytes(n) : format.count(n));
  return (
    <div className={styles.state}>
      <span data-state={job.state}>
        <span aria-hidden translate="no">
          {signs[job.state]}
        </span>{' '}
        {planned(job) && job.due_at ? <Trans>Planned for {format.instant(job.due_at)}</Trans> : words.states[job.state]}
      </span>
      {p && job.state === 'running' && (
        <>
          <Progress
            value={done ?? 100}
            animated={done === undefined}
            aria-label={t`Progress`}
            transitionDuration={120}
          />
          {p.total > 0 && (
            <span className="dim small num">
              <Trans>
                {amount(p.done)} of {amount(p.total)}
              </Trans>
            </span>
          )}
        </>
      )}
      {job.problem && (
        <span className={job.state === 'failed' ? styles.error : 'dim'}>
          {job.state === 'failed' ? (
            text(new Problem(job.problem.status, job.problem))
          ) : (
            <Trans>The last attempt failed: {text(new Problem(job.problem.status, job.problem))}</Trans>
          )}
        </span>
      )}
    </div>
  );
}
