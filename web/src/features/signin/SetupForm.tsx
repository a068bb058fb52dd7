import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { become } from '../../api/become.ts';
import { api, data } from '../../api/client.ts';
import styles from '../../ui/form/form.module.css';
import { LoginField } from '../../ui/form/LoginField.tsx';
import { PasswordField } from '../../ui/form/PasswordField.tsx';
import { useFieldProblem } from '../../ui/form/useFieldProblem.ts';
import { useFirstFocus } from '../../ui/form/useFirstFocus.ts';
import { ownLanguage } from './ownLanguage.ts';

/** owner: this browser opened the printed address, so it needs no code and may do it later. */
export function SetupForm({ owner }: { owner: boolean }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [values, setValues] = useState({ code: '', name: '', login: '', password: '' });
  const set = (patch: Partial<typeof values>) => setValues({ ...values, ...patch });
  const make = useMutation({
    mutationFn: () => {
      const { code, ...who } = values;
      return data(
        api.POST('/api/v1/setup', { body: owner ? who : { ...who, code: code.trim() }, headers: ownLanguage() }),
      );
    },
    onSuccess: (session) => navigate({ to: '/', search: {}, replace: true }).then(() => become(client, session)),
    onError: () => undefined, // told at the fields
  });
  const form = useFirstFocus();
  const problem = useFieldProblem(make.error, ['code', 'name', 'login', 'password']);
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(e) => {
        e.preventDefault();
        make.mutate();
      }}
    >
      {!owner && (
        <TextInput
          size="sm"
          label={t`Code from the terminal`}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          value={values.code}
          error={problem.at('code')}
          onChange={(e) => set({ code: e.currentTarget.value })}
        />
      )}
      <TextInput
        size="sm"
        label={t`Your name`}
        autoComplete="name"
        value={values.name}
        error={problem.at('name')}
        onChange={(e) => set({ name: e.currentTarget.value })}
      />
      <LoginField value={values.login} onChange={(login) => set({ login })} error={problem.at('login')} />
      <PasswordField
        label={t`New password`}
        description={t`At least 12 characters. Several words that do not belong together make a good one.`}
        fills="new-password"
        value={values.password}
        onChange={(password) => set({ password })}
        error={problem.at('password')}
      />
      {problem.whole && (
        <p role="alert" className={styles.error}>
          {problem.whole}
        </p>
      )}
      <div className={styles.actions}>
        <Button type="submit" size="sm" loading={make.isPending}>
          <Trans>Make the administrator</Trans>
        </Button>
        {owner && (
          <Link to="/" search={{}}>
            <Trans>Later</Trans>
          </Link>
        )}
      </div>
    </form>
  );
}
