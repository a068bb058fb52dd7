import { Trans, useLingui } from '@lingui/react/macro';
import { Progress } from '@mantine/core';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { useWords } from '../../../words/useWords.ts';
import type { Job } from '../job.ts';
import styles from '../imports.module.css';

/** How far an import is; without one, files are being sent. */
export function Going({ job }: { job?: Job }) {
  const { t } = useLingui();
  const words = useWords();
  const format = useFormat();
  const p = job?.progress;
  const share = p && p.total > 0 ? (p.done / p.total) * 100 : undefined;
  return (
    <div className={styles.going}>
      <Progress value={share ?? 100} animated={share === undefined} aria-label={t`Progress`} transitionDuration={120} />
      <p className="dim small num">
        {words.importPhase(p?.phase ?? 'upload')}
        {p && p.total > 0 && (
          <>
            {' '}
            ·{' '}
            <Trans>
              {format.count(p.done)} of {format.count(p.total)}
            </Trans>
          </>
        )}
      </p>
    </div>
  );
}
