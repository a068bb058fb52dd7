import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Schemas } from '../../../api/client.ts';
import { CodeField } from '../../../ui/form/factor/CodeField.tsx';
import formStyles from '../../../ui/form/form.module.css';
import { PasswordField } from '../../../ui/form/PasswordField.tsx';
import { useFieldProblem } from '../../../ui/form/useFieldProblem.ts';
import { useFirstFocus } from '../../../ui/form/useFirstFocus.ts';
import styles from '../account.module.css';

interface Props {
  label: string;
  does: string;
  error: unknown;
  pending: boolean;
  onGiven: (both: Schemas['BothAgain']) => void;
  onClose: () => void;
}

/** Asks for the password and a code, before what a stolen session must not do. */
export function BothAgain({ label, does, error, pending, onGiven, onClose }: Props) {
  const { t } = useLingui();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const form = useFirstFocus();
  const problem = useFieldProblem(error, ['present', 'code']);
  return (
    <form
      ref={form}
      className={styles.password}
      noValidate
      aria-label={label}
      onSubmit={(e) => {
        e.preventDefault();
        onGiven({ password, code });
      }}
    >
      <PasswordField
        label={t`Password of your account`}
        fills="current-password"
        value={password}
        onChange={setPassword}
        error={problem.at('present')}
      />
      <CodeField
        label={t`Code from the app, or a recovery code`}
        value={code}
        onChange={setCode}
        error={problem.at('code')}
      />
      {problem.whole && (
        <p role="alert" className={formStyles.error}>
          {problem.whole}
        </p>
      )}
      <div className={formStyles.actions}>
        <Button type="submit" size="sm" loading={pending}>
          {does}
        </Button>
        <Button variant="default" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  );
}
