import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button } from '@mantine/core';
import type { Problem } from '../../api/problem.ts';
import { useProblemText } from '../../ui/state/problemText.ts';
import { useEncodings } from '../../words/say/useEncodings.ts';
import { UndoImport } from './UndoImport.tsx';
import type { Flow } from './useFlow.ts';
import styles from './imports.module.css';

/** Says why, and where the files only leave the order of day and month open, asks for it; so too for what divides the decimals. */
export function ImportFailed({ problem, flow }: { problem: Problem; flow: Flow }) {
  const { t } = useLingui();
  const text = useProblemText();
  const asksForDates = ['dates_undecided', 'dates_of_both_kinds'].includes(problem.body.reason_code ?? '');
  const asksForNumbers = ['numbers_undecided', 'numbers_of_both_kinds'].includes(problem.body.reason_code ?? '');
  const asksForEncoding = problem.body.reason_code === 'encoding_undecided';
  const withNumbers = (numbers: 'comma' | 'point') => flow.again({ ...flow.options, numbers });
  const batch = flow.job?.batch; // of an import that broke off after its first records
  const title =
    problem.status === 0
      ? t`The server does not answer`
      : batch
        ? t`The import broke off`
        : t`The import did not work. Nothing was written.`;
  const again = (dates: 'dmy' | 'mdy' | 'ymd') => flow.again({ ...flow.options, dates });
  return (
    <>
      {asksForDates ? (
        <Alert color="yellow" title={t`Which comes first in the dates of these files?`}>
          <p>{text(problem)}</p>
          <div className={styles.actions}>
            <Button variant="default" onClick={() => again('dmy')}>
              <Trans>Day, month: 31/01/2026</Trans>
            </Button>
            <Button variant="default" onClick={() => again('mdy')}>
              <Trans>Month, day: 01/31/2026</Trans>
            </Button>
            <Button variant="default" onClick={() => again('ymd')}>
              <Trans>Year first: 2026/01/31</Trans>
            </Button>
          </div>
        </Alert>
      ) : asksForNumbers ? (
        <Alert color="yellow" title={t`How are the numbers of these files written?`}>
          <p>{text(problem)}</p>
          <div className={styles.actions}>
            <Button variant="default" onClick={() => withNumbers('comma')}>
              <Trans>With a decimal comma: 1.234,50</Trans>
            </Button>
            <Button variant="default" onClick={() => withNumbers('point')}>
              <Trans>With a decimal point: 1,234.50</Trans>
            </Button>
          </div>
        </Alert>
      ) : asksForEncoding ? (
        <Alert color="yellow" title={t`In which script are these files written?`}>
          <p>{text(problem)}</p>
          <div className={styles.actions}>
            <Encodings choose={(encoding) => flow.again({ ...flow.options, encoding })} />
          </div>
        </Alert>
      ) : (
        <Alert color="red" title={title} role="alert">
          <p>{text(problem)}</p>
          {batch && (
            <p>
              <Trans>What was written before is kept: the same files go on from there, and undo takes it back.</Trans>
            </p>
          )}
        </Alert>
      )}
      <div className={styles.actions}>
        {flow.files.length > 0 && (
          <Button variant="default" onClick={() => flow.again(flow.options)}>
            <Trans>Try again</Trans>
          </Button>
        )}
        {batch && <UndoImport id={batch} onUndone={flow.finish} />}
        <Button variant="default" onClick={flow.finish}>
          <Trans>Choose other files</Trans>
        </Button>
      </div>
    </>
  );
}

function Encodings({ choose }: { choose: (encoding: string) => void }) {
  return useEncodings().map(({ name, label }) => (
    <Button key={name} variant="default" onClick={() => choose(name)}>
      {label}
    </Button>
  ));
}
