import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { become } from '../../api/become.ts';
import { api, data } from '../../api/client.ts';
import styles from '../../ui/form/form.module.css';
import { LoginField } from '../../ui/form/LoginField.tsx';
import { PasswordField } from '../../ui/form/PasswordField.tsx';
import { useFieldProblem } from '../../ui/form/useFieldProblem.ts';
import { useFirstFocus } from '../../ui/form/useFirstFocus.ts';
import { useTitle } from '../../ui/useTitle.ts';
import { Forgot } from './Forgot.tsx';
import { ownLanguage } from './ownLanguage.ts';
import { SecondStep } from './SecondStep.tsx';

/** ended: a session was open here and is over. The page that was asked for opens as soon as somebody is signed in. */
export function SignInPage({ ended }: { ended?: boolean }) {
  const { t } = useLingui();
  const [forgot, setForgot] = useState(false);
  const [login, setLogin] = useState('');
  useTitle(forgot ? t`Forgot your password?` : t`Sign in`);
  if (forgot) return <Forgot login={login} onLogin={setLogin} onBack={() => setForgot(false)} />;
  return <SignIn ended={ended} login={login} onLogin={setLogin} onForgot={() => setForgot(true)} />;
}

interface Props {
  ended?: boolean;
  login: string;
  onLogin: (login: string) => void;
  onForgot: () => void;
}

function SignIn({ ended, login, onLogin, onForgot }: Props) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [password, setPassword] = useState('');
  const enter = useMutation({
    mutationFn: () => data(api.POST('/api/v1/session', { body: { login, password }, headers: ownLanguage() })),
    onSuccess: (session) => {
      if (session.signed_in) become(client, session);
    },
    onError: () => setPassword(''), // and the focus goes to the field that is empty
  });
  const form = useFirstFocus(enter.failureCount || enter.status);
  const problem = useFieldProblem(enter.error, ['login']);
  if (enter.data && !enter.data.signed_in) {
    const back = () => {
      setPassword('');
      enter.reset();
    };
    return <SecondStep step={enter.data} onSession={(session) => become(client, session)} onBack={back} />;
  }
  return (
    <div className={styles.card}>
      <h1>
        <Trans>Sign in</Trans>
      </h1>
      {ended && (
        <p className={styles.note} role="status">
          <Trans>Your session has ended. Sign in, and you are back on the page where you were.</Trans>
        </p>
      )}
      <form
        ref={form}
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          enter.mutate();
        }}
      >
        <LoginField value={login} onChange={onLogin} error={problem.at('login')} />
        <PasswordField label={t`Password`} fills="current-password" value={password} onChange={setPassword} />
        {problem.whole && (
          <p role="alert" className={styles.error}>
            {problem.whole}
          </p>
        )}
        <div className={styles.actions}>
          <Button type="submit" size="sm" loading={enter.isPending}>
            <Trans>Sign in</Trans>
          </Button>
          <Button variant="subtle" onClick={onForgot}>
            <Trans>Forgot your password?</Trans>
          </Button>
        </div>
      </form>
    </div>
  );
}
