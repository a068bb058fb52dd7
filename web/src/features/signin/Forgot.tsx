import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api } from '../../api/client.ts';
import { sessionQuery } from '../../api/queries.ts';
import styles from '../../ui/form/form.module.css';
import { LoginField } from '../../ui/form/LoginField.tsx';
import { useFieldProblem } from '../../ui/form/useFieldProblem.ts';

interface Props {
  login: string;
  onLogin: (login: string) => void;
  onBack: () => void;
}

/** The answer is the same whether or not somebody signs in with the address, so that nobody can find out who does. */
export function Forgot({ login, onLogin, onBack }: Props) {
  const mails = useQuery(sessionQuery).data?.mail === true;
  const ask = useMutation({
    mutationFn: () => api.POST('/api/v1/password/forgot', { body: { login } }),
    onError: () => undefined, // told at the field
  });
  const problem = useFieldProblem(ask.error, ['login']);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), [ask.isSuccess]);
  return (
    <div className={styles.card}>
      <h1 ref={title} tabIndex={-1}>
        <Trans>Forgot your password?</Trans>
      </h1>
      {!mails && (
        <p>
          <Trans>
            This server sends no mail. Ask an administrator: under Settings, People who sign in, they make a link with
            which you choose another password.
          </Trans>
        </p>
      )}
      {mails && ask.isSuccess && (
        <p role="status">
          <Trans>
            If somebody signs in with this address, a link is on its way to it. It works once, for 30 minutes.
          </Trans>
        </p>
      )}
      <form
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          ask.mutate();
        }}
      >
        {mails && !ask.isSuccess && <LoginField value={login} onChange={onLogin} error={problem.at('login')} />}
        {problem.whole && (
          <p role="alert" className={styles.error}>
            {problem.whole}
          </p>
        )}
        <div className={styles.actions}>
          {mails && !ask.isSuccess && (
            <Button type="submit" size="sm" loading={ask.isPending}>
              <Trans>Send me a link</Trans>
            </Button>
          )}
          <Button variant="default" onClick={onBack}>
            <Trans>Back to sign in</Trans>
          </Button>
        </div>
      </form>
    </div>
  );
}
