import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Checkbox } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, data } from '../../api/client.ts';
import { sessionQuery } from '../../api/queries.ts';
import formStyles from '../../ui/form/form.module.css';
import { PasswordField } from '../../ui/form/PasswordField.tsx';
import { useFieldProblem } from '../../ui/form/useFieldProblem.ts';
import { toast } from '../../ui/toast.tsx';
import { sessionsQuery, tokensQuery } from './queries.ts';
import styles from './account.module.css';

export function ChangePassword({ login }: { login: string }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const empty = { present: '', password: '', keep_tokens: false };
  const [values, setValues] = useState(empty);
  const change = useMutation({
    mutationFn: () => data(api.POST('/api/v1/password', { body: values })),
    onSuccess: () => {
      setValues(empty);
      toast(t`Password changed. Your other sessions have ended.`);
      void client.invalidateQueries({ queryKey: sessionsQuery.queryKey });
      void client.invalidateQueries({ queryKey: tokensQuery.queryKey });
      void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
    onError: () => undefined, // told at the fields
  });
  const problem = useFieldProblem(change.error, ['present', 'password']);
  return (
    <section className={styles.card} aria-labelledby="account-password">
      <h2 id="account-password">
        <Trans>Password</Trans>
      </h2>
      <p className="dim">
        <Trans>
          With another password every other session ends; this one goes on. Your API tokens end too, unless you keep
          them.
        </Trans>
      </p>
      <form
        className={styles.password}
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          change.mutate();
        }}
      >
        {/* password managers file a new password under the name beside it */}
        <input type="hidden" name="username" autoComplete="username" value={login} readOnly />
        <PasswordField
          label={t`Present password`}
          fills="current-password"
          value={values.present}
          onChange={(present) => setValues({ ...values, present })}
          error={problem.at('present')}
        />
        <PasswordField
          label={t`New password`}
          description={t`At least 12 characters. Several words that do not belong together make a good one.`}
          fills="new-password"
          value={values.password}
          onChange={(password) => setValues({ ...values, password })}
          error={problem.at('password')}
        />
        <Checkbox
          label={t`Keep my API tokens`}
          checked={values.keep_tokens}
          onChange={(e) => setValues({ ...values, keep_tokens: e.currentTarget.checked })}
        />
        {problem.whole && (
          <p role="alert" className={formStyles.error}>
            {problem.whole}
          </p>
        )}
        <Button type="submit" size="sm" loading={change.isPending}>
          <Trans>Change the password</Trans>
        </Button>
      </form>
    </section>
  );
}
