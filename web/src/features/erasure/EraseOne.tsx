import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Progress } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Problem } from '../../api/problem.ts';
import { useProblemText } from '../../ui/state/problemText.ts';
import { Query } from '../../ui/state/Query.tsx';
import { Certificate } from './Certificate.tsx';
import { Confirm } from './Confirm.tsx';
import { erase, jobQuery, over, planQuery } from './erasure.ts';
import styles from './erasure.module.css';

/** One person: what would be removed, the erasure while it goes on, and what it has removed. */
export function EraseOne({ id }: { id: string }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const text = useProblemText();
  const [begun, setBegun] = useState<string>();
  const plan = useQuery({ ...planQuery(id), enabled: begun === undefined });
  const begin = useMutation({
    mutationFn: () => erase(id),
    onSuccess: (job) => setBegun(job.id),
    onError: () => undefined, // told at the button
  });
  const job = useQuery({ ...jobQuery(begun ?? ''), enabled: begun !== undefined }).data;
  const ended = job !== undefined && over(job);
  useEffect(() => {
    // names of the person stand on other pages too
    if (ended) void client.invalidateQueries({ predicate: (q) => q.queryKey[0] !== 'erasure' });
  }, [ended, client]);
  const another = (
    <Button
      variant="default"
      renderRoot={(p) => <Link {...p} to="/settings/$page" params={{ page: 'erasure' }} search={{}} />}
    >
      {ended ? <Trans>Erase somebody else</Trans> : <Trans>Choose somebody else</Trans>}
    </Button>
  );
  if (job?.state === 'done' && job.erased) return <Certificate job={job} erased={job.erased} another={another} />;
  if (begun !== undefined && !ended) {
    return (
      <div className={styles.card} role="status">
        <p>
          {job?.state === 'waiting' ? (
            <Trans>The erasure waits for its turn. This page may be closed: it goes on.</Trans>
          ) : (
            <Trans>Erasing, then the columns are made again. This page may be closed: it goes on.</Trans>
          )}
        </p>
        <Progress value={100} animated aria-label={t`Progress`} transitionDuration={120} />
      </div>
    );
  }
  const problem = job?.problem ? new Problem(job.problem.status, job.problem) : begin.error && Problem.of(begin.error);
  return (
    <Query of={plan} height={240}>
      {(p) => (
        <Confirm plan={p} pending={begin.isPending} onErase={() => begin.mutate()} another={another}>
          {problem && (
            <p role="alert" className={styles.error}>
              {text(problem)}
            </p>
          )}
        </Confirm>
      )}
    </Query>
  );
}
