import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { Problem } from '../../api/problem.ts';
import { useProblemText } from './problemText.ts';
import styles from './states.module.css';

interface Note {
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  sign?: string;
  role?: 'alert' | 'status';
  /** It is the whole page, so its title is the page's. */
  page?: boolean;
}

function StateNote({ title, children, action, sign = '○', role = 'status', page }: Note) {
  const Title = page ? 'h1' : 'p';
  return (
    <div className={styles.note} role={role}>
      <span className={styles.sign} aria-hidden translate="no">
        {sign}
      </span>
      <Title className={styles.title}>{title}</Title>
      {children && <div className={styles.text}>{children}</div>}
      {action && <div className={styles.action}>{action}</div>}
    </div>
  );
}

/** Nothing here yet: says what will be here and the one thing to do. */
export const Empty = (p: Omit<Note, 'role'>) => <StateNote {...p} />;

/** The filters leave nothing over: not the same as having no data. */
export function Filtered({ onClear }: { onClear: () => void }) {
  return (
    <StateNote
      title={<Trans>No record fits these filters</Trans>}
      action={
        <Button variant="default" onClick={onClear}>
          <Trans>Clear filters</Trans>
        </Button>
      }
    >
      <Trans>There are records, but the filters leave all of them out.</Trans>
    </StateNote>
  );
}

export function Loading({ height = 240 }: { height?: number }) {
  const { t } = useLingui();
  return (
    <div className={styles.loading} role="status" aria-label={t`Loading`}>
      <Skeleton height={height} radius={6} />
    </div>
  );
}

function NoAccess({ page, why }: { page?: boolean; why: string }) {
  return (
    <StateNote page={page} sign="⊘" role="alert" title={<Trans>You may not see this</Trans>}>
      <span>{why}</span>
    </StateNote>
  );
}

/** Somebody's role does not permit it: not an error, and trying again does not help. */
export const NotPermitted = ({ page }: { page?: boolean }) => (
  <StateNote page={page} sign="⊘" role="alert" title={<Trans>You may not see this</Trans>}>
    <Trans>Your role does not permit it. If you need it, ask an administrator for another role.</Trans>
  </StateNote>
);

/** An error says what to do; where trying again can help, it offers that. */
export function Failed({ error, onRetry, page }: { error: unknown; onRetry?: () => void; page?: boolean }) {
  const text = useProblemText();
  const problem = Problem.of(error);
  if (problem.body.reason_code === 'not_allowed') return <NotPermitted page={page} />;
  if (problem.status === 401 || problem.status === 403) return <NoAccess page={page} why={text(problem)} />;
  const retry = onRetry && problem.retriable && (
    <Button variant="default" onClick={onRetry}>
      <Trans>Try again</Trans>
    </Button>
  );
  if (problem.status === 0) {
    return (
      <StateNote page={page} sign="△" role="alert" title={<Trans>The server does not answer</Trans>} action={retry}>
        <Trans>Check that “salesops serve” still runs, then try again.</Trans>
      </StateNote>
    );
  }
  if (problem.status === 404) {
    return (
      <StateNote page={page} sign="△" role="alert" title={<Trans>There is no such page or record</Trans>}>
        <span>{text(problem)}</span>
      </StateNote>
    );
  }
  return (
    <StateNote page={page} sign="△" role="alert" title={<Trans>That did not work</Trans>} action={retry}>
      <span>{text(problem)}</span>
    </StateNote>
  );
}
