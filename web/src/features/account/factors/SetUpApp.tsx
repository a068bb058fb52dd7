import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, data } from '../../../api/client.ts';
import { AppSetup } from '../../../ui/form/factor/AppSetup.tsx';
import formStyles from '../../../ui/form/form.module.css';
import { PasswordField } from '../../../ui/form/PasswordField.tsx';
import { useFieldProblem } from '../../../ui/form/useFieldProblem.ts';
import { useFirstFocus } from '../../../ui/form/useFirstFocus.ts';
import styles from '../account.module.css';

interface Props {
  onMade: (codes: string[]) => void;
  onClose: () => void;
}

/** The password, then the secret and a first code. */
export function SetUpApp({ onMade, onClose }: Props) {
  const { t } = useLingui();
  const [password, setPassword] = useState('');
  const begin = useMutation({
    mutationFn: () => data(api.POST('/api/v1/factors/totp', { body: { password } })),
    onError: () => setPassword(''), // and the focus goes to the field that is empty
  });
  const confirm = useMutation({
    mutationFn: (code: string) => data(api.POST('/api/v1/factors/totp/confirm', { body: { code } })),
    onSuccess: (session) => onMade(session.recovery_codes),
    onError: () => undefined, // told at the field
  });
  const form = useFirstFocus(begin.failureCount || begin.status);
  const problem = useFieldProblem(begin.error, ['present']);
  if (begin.data)
    return (
      <AppSetup
        secret={begin.data.secret}
        url={begin.data.url}
        picture={begin.data.qr}
        error={confirm.error}
        pending={confirm.isPending}
        onCode={(code) => confirm.mutate(code)}
        onCancel={onClose}
      />
    );
  return (
    <form
      ref={form}
      className={styles.password}
      noValidate
      aria-label={t`Set up an app`}
      onSubmit={(e) => {
        e.preventDefault();
        begin.mutate();
      }}
    >
      <PasswordField
        label={t`Password of your account`}
        fills="current-password"
        value={password}
        onChange={setPassword}
        error={problem.at('present')}
      />
      {problem.whole && (
        <p role="alert" className={formStyles.error}>
          {problem.whole}
        </p>
      )}
      <div className={formStyles.actions}>
        <Button type="submit" size="sm" loading={begin.isPending}>
          <Trans>Continue</Trans>
        </Button>
        <Button variant="default" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  );
}
