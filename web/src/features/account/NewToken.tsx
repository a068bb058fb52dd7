import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Checkbox, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, data, type Schemas } from '../../api/client.ts';
import { CodeField } from '../../ui/form/factor/CodeField.tsx';
import { PasswordField } from '../../ui/form/PasswordField.tsx';
import formStyles from '../../ui/form/form.module.css';
import { useFieldProblem } from '../../ui/form/useFieldProblem.ts';
import { factorsQuery } from './factors/queries.ts';
import { useScopes } from './useScopes.ts';
import styles from './account.module.css';

interface Props {
  administrator: boolean;
  onMade: (token: Schemas['TokenInfo']) => void;
}

export function NewToken({ administrator, onMade }: Props) {
  const { t } = useLingui();
  const scopes = useScopes();
  const [name, setName] = useState('');
  const [days, setDays] = useState(90);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const second = (useQuery(factorsQuery).data?.apps.length ?? 0) > 0;
  const [chosen, setChosen] = useState(['read']);
  const make = useMutation({
    mutationFn: () => data(api.POST('/api/v1/tokens', { body: { name, scopes: chosen, days, password, code } })),
    onSuccess: (token) => {
      setName('');
      setPassword('');
      setCode('');
      onMade(token);
    },
    onError: () => undefined, // told at the fields
  });
  const problem = useFieldProblem(make.error, ['name', 'days', 'scopes', 'present', 'code']);
  return (
    <form
      className={styles.token}
      noValidate
      aria-label={t`New token`}
      onSubmit={(e) => {
        e.preventDefault();
        make.mutate();
      }}
    >
      <TextInput
        className={styles.name}
        label={t`Name of the token`}
        placeholder={t`Weekly report`}
        autoComplete="off"
        maxLength={100}
        value={name}
        error={problem.at('name')}
        onChange={(e) => setName(e.currentTarget.value)}
      />
      <NumberInput
        className={styles.days}
        label={t`Valid for days`}
        min={1}
        max={365}
        clampBehavior="strict"
        allowDecimal={false}
        value={days}
        error={problem.at('days')}
        onChange={(n) => setDays(Number(n))}
      />
      <Checkbox.Group label={t`Scopes`} value={chosen} onChange={setChosen} error={problem.at('scopes')}>
        <div className={styles.scopes}>
          {Object.entries(scopes)
            .filter(([scope]) => administrator || scope !== 'admin')
            .map(([scope, { label }]) => (
              <Checkbox key={scope} value={scope} label={label} />
            ))}
        </div>
      </Checkbox.Group>
      <PasswordField
        label={t`Password of your account`}
        fills="current-password"
        value={password}
        onChange={setPassword}
        error={problem.at('present')}
      />
      {second && (
        <CodeField
          label={t`Code from the app, or a recovery code`}
          value={code}
          onChange={setCode}
          error={problem.at('code')}
        />
      )}
      <Button type="submit" variant="default" loading={make.isPending}>
        <Trans>Make a token</Trans>
      </Button>
      {problem.whole && (
        <p role="alert" className={formStyles.error}>
          {problem.whole}
        </p>
      )}
    </form>
  );
}
