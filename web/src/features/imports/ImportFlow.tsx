import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { Problem } from '../../api/problem.ts';
import { Loading } from '../../ui/state/states.tsx';
import { Going } from './report/Going.tsx';
import { ImportFailed } from './ImportFailed.tsx';
import { AcceptNames } from './mapping/AcceptNames.tsx';
import { matches, MatchStep } from './MatchStep.tsx';
import { UndoImport } from './UndoImport.tsx';
import type { Flow } from './useFlow.ts';
import styles from './imports.module.css';

const UnknownFiles = lazy(() => import('./mapping/UnknownFiles.tsx').then((m) => ({ default: m.UnknownFiles })));
const Report = lazy(() => import('./report/Report.tsx').then((m) => ({ default: m.Report })));

/** What stands on the page from the first dropped file to the finished import. Known and unknown files of a drop do not wait for each other. */
export function ImportFlow({ flow }: { flow: Flow }) {
  return (
    <>
      {flow.step !== 'idle' && (flow.files.length > 0 || (flow.job?.report?.files.length ?? 1) > 0) && (
        <KnownFiles flow={flow} />
      )}
      {flow.unknown.length > 0 && (
        <Suspense fallback={<Loading height={240} />}>
          <UnknownFiles flow={flow} />
        </Suspense>
      )}
    </>
  );
}

function KnownFiles({ flow }: { flow: Flow }) {
  const { t } = useLingui();
  const { step, job } = flow;
  const count = flow.files.length;
  const asked = step === 'looked' || step === 'failed';
  const names = flow.options.accept || (job?.report?.problems.some((p) => p.code === 'names_unknown') ?? false);
  return (
    <section className={styles.flow} aria-label={t`Import`}>
      <div role="status" className={styles.status}>
        <Headline flow={flow} />
      </div>
      {(step === 'sending' || step === 'looking' || step === 'importing') && (
        <Going job={step === 'sending' ? undefined : job} />
      )}
      {step === 'failed' && (
        <ImportFailed
          problem={Problem.of(job?.problem ? new Problem(job.problem.status, job.problem) : flow.error)}
          flow={flow}
        />
      )}
      {step === 'looked' && (
        <div className={styles.actions}>
          {!job?.report?.nothing && (
            <Button size="sm" onClick={flow.take}>
              <Plural value={count} one="Import # file" other="Import # files" />
            </Button>
          )}
          <Button size="sm" variant="default" onClick={flow.finish}>
            {job?.report?.nothing ? <Trans>Choose other files</Trans> : <Trans>Do not import</Trans>}
          </Button>
        </div>
      )}
      {((step === 'looked' && matches(job?.report)) || flow.options.match || flow.options.only) && asked && (
        <MatchStep flow={flow} />
      )}
      {step === 'looked' && names && (
        <AcceptNames
          accept={flow.options.accept ?? false}
          onChange={(on) => flow.again({ ...flow.options, accept: on || undefined })}
        />
      )}
      {step === 'imported' && job && (
        <div className={styles.actions}>
          <Button size="sm" onClick={flow.finish}>
            {flow.unknown.length > 0 ? <Trans>Done</Trans> : <Trans>Take a first look</Trans>}
          </Button>
          {job.batch && <UndoImport id={job.batch} onUndone={flow.finish} />}
          {job.batch && (
            <Link to="/imports/$id" params={{ id: job.batch }} search={{}}>
              <Trans>Keep for later: this import's page</Trans>
            </Link>
          )}
        </div>
      )}
      {job?.report && (step === 'looked' || step === 'imported') && (
        <Suspense fallback={<Loading height={320} />}>
          <Report report={job.report} />
        </Suspense>
      )}
    </section>
  );
}

function Headline({ flow: { step, job } }: { flow: Flow }) {
  switch (step) {
    case 'sending':
    case 'looking':
      return (
        <h2>
          <Trans>Looking at the files. Nothing is written yet.</Trans>
        </h2>
      );
    case 'looked':
      return job?.report?.nothing ? (
        <h2>
          <Trans>None of these files can be imported. Here is why.</Trans>
        </h2>
      ) : (
        <h2>
          <Trans>This is what the import would do. Nothing is written yet.</Trans>
        </h2>
      );
    case 'importing':
      return (
        <h2>
          <Trans>Importing</Trans>
        </h2>
      );
    case 'imported':
      return job?.report?.changes ? (
        <h2>
          <Trans>Imported</Trans>
        </h2>
      ) : (
        <h2>
          <Trans>Everything was here already: nothing changed</Trans>
        </h2>
      );
    default:
      return null;
  }
}
