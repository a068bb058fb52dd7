import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Problem } from '../../../api/problem.ts';
import { useProblemText } from '../../../ui/state/problemText.ts';
import { Failed, Loading } from '../../../ui/state/states.tsx';
import { UndoImport } from '../UndoImport.tsx';
import type { Flow } from '../useFlow.ts';
import { AcceptNames } from './AcceptNames.tsx';
import { Advanced } from './Advanced.tsx';
import { FilePanel } from './table/FilePanel.tsx';
import { KeepMapping } from './KeepMapping.tsx';
import { Outcome } from './Outcome.tsx';
import { Settings } from './Settings.tsx';
import { entriesOf } from './mapping.ts';
import { useMapping, type Guess, type Mapping } from './useMapping.ts';
import styles from './mapping.module.css';

/** Files that no layout knows: what they seem to be, tried at once, each guess to be changed. */
export function UnknownFiles({ flow }: { flow: Flow }) {
  const { t } = useLingui();
  const m = useMapping(
    flow.unknown,
    flow.options.encoding,
    flow.step === 'imported' ? (flow.job?.batch ?? undefined) : undefined,
  );
  return (
    <section className={styles.unknown} aria-label={t`Files that no layout knows`}>
      {m.guess ? (
        <Form m={m} guess={m.guess} flow={flow} />
      ) : m.error ? (
        <Failed error={m.error} onRetry={m.retry} />
      ) : (
        <>
          <h2>
            <Trans>Reading what the columns hold</Trans>
          </h2>
          <Loading height={240} />
        </>
      )}
    </section>
  );
}

function Form({ m, guess, flow }: { m: Mapping; guess: Guess; flow: Flow }) {
  const text = useProblemText();
  const tables = guess.suggestion.tables.filter((table) => table.layout === '' && table.reason === '');
  const taken = tables.filter((table) => entriesOf(guess.outline, table).length > 0).length;
  const open = guess.outline.entries.reduce((n, e) => n + e.undecided.length, 0);
  const problem =
    m.error ?? (m.step === 'failed' && m.job?.problem ? new Problem(m.job.problem.status, m.job.problem) : null);
  const names = m.accept || (m.job?.report?.problems.some((p) => p.code === 'names_unknown') ?? false);
  const knownWait = flow.files.length > 0 && flow.step !== 'imported';
  if (m.step === 'imported' && m.job) {
    return (
      <>
        <h2>
          {m.job.report?.changes ? (
            <Trans>These files are imported</Trans>
          ) : (
            <Trans>Everything was here already: nothing changed</Trans>
          )}
        </h2>
        <div className={styles.actions}>
          <Button size="sm" variant="default" onClick={flow.dropUnknown}>
            <Trans>Done</Trans>
          </Button>
          {m.job.batch && <UndoImport id={m.job.batch} onUndone={flow.dropUnknown} />}
          {m.job.batch && (
            <Link to="/imports/$id" params={{ id: m.job.batch }} search={{}}>
              <Trans>This import's page</Trans>
            </Link>
          )}
          <KeepMapping mapping={guess.mapping} />
        </div>
        <Outcome m={m} open={0} />
      </>
    );
  }
  return (
    <>
      <div>
        <h2>
          <Trans>What these files seem to be</Trans>
        </h2>
        <p className="dim">
          <Trans>
            No layout knows them. Every line is a guess from headers and values: change what is wrong, and it is tried
            again at once. Nothing is written yet.
          </Trans>
        </p>
      </div>
      {tables.map((table) => (
        <FilePanel key={table.file} table={table} m={m} guess={guess} />
      ))}
      <Settings m={m} guess={guess} />
      {problem !== null && (
        <Alert color="red" role="alert">
          <p>{text(Problem.of(problem))}</p>
        </Alert>
      )}
      <Outcome m={m} open={open} />
      {knownWait && (
        <p className="dim small">
          <Trans>
            The other files of this drop are not imported yet. What these rows refer to there counts as missing until
            then; import those first, and this is tried again.
          </Trans>
        </p>
      )}
      {names && <AcceptNames accept={m.accept} onChange={m.setAccept} />}
      <div className={styles.actions}>
        <Button
          size="sm"
          loading={m.step === 'importing'}
          disabled={m.step !== 'looked' || m.busy || open > 0 || (m.job?.report?.nothing ?? true)}
          onClick={m.take}
        >
          {taken === 0 ? (
            <Trans>Import these files</Trans>
          ) : (
            <Plural value={taken} one="Import this file" other="Import these # files" />
          )}
        </Button>
        <Button size="sm" variant="default" disabled={m.step === 'importing'} onClick={flow.dropUnknown}>
          <Trans>Do not import them</Trans>
        </Button>
        <KeepMapping mapping={guess.mapping} />
      </div>
      <Advanced m={m} guess={guess} />
    </>
  );
}
