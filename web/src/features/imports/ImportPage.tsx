import { Trans, useLingui } from '@lingui/react/macro';
import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Problem } from '../../api/problem.ts';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { useProblemText } from '../../ui/state/problemText.ts';
import { Query } from '../../ui/state/Query.tsx';
import { useTitle } from '../../ui/useTitle.ts';
import { useWords } from '../../words/useWords.ts';
import { Going } from './report/Going.tsx';
import { jobQuery, running } from './job.ts';
import { Report } from './report/Report.tsx';
import { UndoImport } from './UndoImport.tsx';
import styles from './imports.module.css';

const route = getRouteApi('/imports/$id');

/** One import: what it did, what it could not take, and the way back. */
export function ImportPage() {
  const { t } = useLingui();
  const format = useFormat();
  const words = useWords();
  const text = useProblemText();
  const { id } = route.useParams();
  const job = useQuery(jobQuery(id));
  useTitle(t`Import`);
  return (
    <Query page of={job} height={480}>
      {(j) => (
        <div className={styles.page}>
          <header className={styles.head}>
            <div>
              <p className="small">
                <Link to="/imports" search={{}}>
                  <Trans>Imports</Trans>
                </Link>
              </p>
              <h1>{format.instant(j.started_at)}</h1>
              <p className="dim">
                <span translate="no">{j.summary}</span> · {words.importState(j.state)}
                {j.dry_run && (
                  <>
                    {' '}
                    · <Trans>only looked</Trans>
                  </>
                )}
              </p>
            </div>
            {j.batch && !j.dry_run && j.state !== 'undone' && <UndoImport id={j.batch} />}
          </header>
          {j.problem && (
            <Alert color="red" title={t`The import did not work`}>
              <p>{text(new Problem(j.problem.status, j.problem))}</p>
            </Alert>
          )}
          {running(j) ? (
            <Going job={j} />
          ) : j.report ? (
            <Report report={j.report} />
          ) : (
            <p className="dim">
              <Trans>This import has no report.</Trans>
            </p>
          )}
        </div>
      )}
    </Query>
  );
}
