import { useLingui } from '@lingui/react/macro';
import type { Job, State } from './jobs.ts';

/** The kinds and the states of jobs in words. */
export function useJobWords() {
  const { t } = useLingui();
  const kinds: Record<string, string> = {
    import: t`Import`,
    backup: t`Backup`,
    erasure: t`Erasure`,
    mail: t`Mail`,
    metric: t`Metric computed again`,
  };
  const states: Record<State, string> = {
    waiting: t`Waiting`,
    running: t`Running`,
    done: t`Done`,
    failed: t`Failed`,
    stopped: t`Stopped`,
  };
  return {
    kinds,
    states,
    /** A kind that a newer server has stands as it is called there. */
    kind: (job: Pick<Job, 'kind' | 'scheduled'>) =>
      job.kind === 'backup' && job.scheduled ? t`Daily backup` : (kinds[job.kind] ?? job.kind),
  };
}
