import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, data } from '../../api/client.ts';
import formStyles from '../../ui/form/form.module.css';
import { LoginField } from '../../ui/form/LoginField.tsx';
import { useFieldProblem } from '../../ui/form/useFieldProblem.ts';
import { useFirstFocus } from '../../ui/form/useFirstFocus.ts';
import { RefValue } from '../../words/filter/RecordValues.tsx';
import type { HandedOver } from './HandOver.tsx';
import { invite } from './invite.ts';
import { usersQuery } from '../../api/people.ts';
import { RoleSelect } from './RoleSelect.tsx';
import styles from './people.module.css';

interface Props {
  onClose: () => void;
  onMade: (made: HandedOver) => void;
}

/** Somebody who is in the records already is chosen; a name makes a new person. */
export function AddPerson({ onClose, onMade }: Props) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [login, setLogin] = useState('');
  const [name, setName] = useState('');
  const [person, setPerson] = useState('');
  const [role, setRole] = useState('rep');
  const add = useMutation({
    mutationFn: async () => {
      const who = person ? { person } : { name };
      const user = await data(api.POST('/api/v1/users', { body: { login, role, ...who } }));
      return invite(user.id, user.name);
    },
    onSuccess: onMade,
    onError: () => undefined, // told at the fields
    onSettled: () => client.invalidateQueries({ queryKey: usersQuery.queryKey }),
  });
  const form = useFirstFocus();
  const problem = useFieldProblem(add.error, ['login', 'name', 'person', 'role']);
  return (
    <form
      ref={form}
      className={styles.card}
      aria-labelledby="people-add"
      noValidate
      onSubmit={(e) => {
        e.preventDefault();
        add.mutate();
      }}
    >
      <h2 id="people-add">
        <Trans>Add somebody</Trans>
      </h2>
      <p className="dim">
        <Trans>
          Who is in the records already is found by the mail address, or chosen here. For anybody else give the name.
        </Trans>
      </p>
      <LoginField another value={login} onChange={setLogin} error={problem.at('login')} />
      <div className={styles.fields}>
        <TextInput
          size="xs"
          label={t`Name of a new person`}
          autoComplete="off"
          maxLength={200}
          value={name}
          disabled={person !== ''}
          error={problem.at('name')}
          onChange={(e) => setName(e.currentTarget.value)}
        />
        <div>
          <RefValue object="person" label={t`Or somebody in the records`} value={person} onChange={setPerson} />
          {problem.at('person') && (
            <p role="alert" className={formStyles.error}>
              {problem.at('person')}
            </p>
          )}
        </div>
      </div>
      <RoleSelect label={t`Role`} value={role} error={problem.at('role')} onChange={setRole} />
      {problem.whole && (
        <p role="alert" className={formStyles.error}>
          {problem.whole}
        </p>
      )}
      <div className={formStyles.actions}>
        <Button type="submit" loading={add.isPending}>
          <Trans>Add and invite</Trans>
        </Button>
        <Button variant="default" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  );
}
