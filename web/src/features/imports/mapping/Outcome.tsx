import { Plural, Trans } from '@lingui/react/macro';
import { Counts } from '../report/Counts.tsx';
import { Problems } from '../report/Problems.tsx';
import type { Mapping } from './useMapping.ts';
import styles from './mapping.module.css';

/** What an import with these choices would do. */
export function Outcome({ m, open }: { m: Mapping; open: number }) {
  const report = m.job?.report;
  const shown = report && (m.step === 'looked' || m.step === 'imported') ? report : undefined;
  return (
    <div className={styles.outcome}>
      <div role="status">
        {m.step === 'looking' && (
          <p>
            <Trans>Trying it. Nothing is written.</Trans>
          </p>
        )}
        {m.step === 'nothing' && (
          <p>
            <Trans>Every file is left out: say of at least one what a row is.</Trans>
          </p>
        )}
        {m.step === 'importing' && (
          <p>
            <Trans>Importing</Trans>
          </p>
        )}
        {m.step === 'asking' && (
          <p>
            <Trans>It is tried as soon as the questions about dates or numbers are answered.</Trans>
          </p>
        )}
        {m.step === 'looked' &&
          (report?.nothing ? (
            <p>
              <b>
                <Trans>None of the rows could be taken like this.</Trans>
              </b>
            </p>
          ) : (
            <p>
              <b>
                <Trans>This is what the import would do. Nothing is written yet.</Trans>
              </b>
            </p>
          ))}
        {m.step === 'looked' && open > 0 && (
          <p>
            <Plural
              value={open}
              one="# question is still open: it is tried with the guess."
              other="# questions are still open: it is tried with the guesses."
            />
          </p>
        )}
      </div>
      {shown && <Counts tried objects={shown.objects} />}
      {shown && shown.problems.length > 0 && <Problems problems={shown.problems} />}
    </div>
  );
}
