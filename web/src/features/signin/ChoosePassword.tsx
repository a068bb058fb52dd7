import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { become } from '../../api/become.ts';
import { api, data, type Schemas } from '../../api/client.ts';
import styles from '../../ui/form/form.module.css';
import { PasswordField } from '../../ui/form/PasswordField.tsx';
import { useFieldProblem } from '../../ui/form/useFieldProblem.ts';
import { useFirstFocus } from '../../ui/form/useFirstFocus.ts';
import { ownLanguage } from './ownLanguage.ts';
import { SecondStep } from './SecondStep.tsx';

interface Props {
  secret: string;
  name: string;
  kind: 'invite' | 'reset';
}

/** The link is shown to be good; a password makes it a sign-in. */
export function ChoosePassword({ secret, name, kind }: Props) {
  const { t } = useLingui();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [password, setPassword] = useState('');
  // the used link does not stay in the history
  const enter = (session: Schemas['SessionInfo']) =>
    void navigate({ to: '/', search: {}, hash: '', replace: true }).then(() => become(client, session));
  const accept = useMutation({
    mutationFn: () => {
      const given = { body: { secret, password }, headers: ownLanguage() };
      return data(
        kind === 'invite' ? api.POST('/api/v1/invitations/accept', given) : api.POST('/api/v1/password/reset', given),
      );
    },
    onSuccess: (session) => {
      if (session.signed_in) enter(session);
    },
    onError: () => undefined, // told at the field
  });
  const form = useFirstFocus(accept.failureCount);
  const problem = useFieldProblem(accept.error, ['password']);
  if (accept.data && !accept.data.signed_in)
    return (
      <SecondStep
        step={accept.data}
        onSession={enter}
        onBack={() => void navigate({ to: '/', search: {}, hash: '' })}
      />
    );
  return (
    <div className={styles.card}>
      <h1>{kind === 'invite' ? <Trans>Welcome, {name}</Trans> : <Trans>Another password for {name}</Trans>}</h1>
      <p>
        {kind === 'invite' ? (
          <Trans>Choose a password. From then on you sign in with it and with your mail address.</Trans>
        ) : (
          <Trans>
            Choose another password. Wherever you are signed in now, that session ends, and so do your API tokens.
          </Trans>
        )}
      </p>
      <form
        ref={form}
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          accept.mutate();
        }}
      >
        <PasswordField
          label={t`New password`}
          description={t`At least 12 characters. Several words that do not belong together make a good one.`}
          fills="new-password"
          value={password}
          onChange={setPassword}
          error={problem.at('password')}
        />
        {problem.whole && (
          <p role="alert" className={styles.error}>
            {problem.whole}
          </p>
        )}
        <div className={styles.actions}>
          <Button type="submit" size="sm" loading={accept.isPending}>
            <Trans>Save and sign in</Trans>
          </Button>
        </div>
      </form>
    </div>
  );
}
