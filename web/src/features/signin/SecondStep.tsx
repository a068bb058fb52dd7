import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, data, type Schemas } from '../../api/client.ts';
import { CodeField } from '../../ui/form/factor/CodeField.tsx';
import styles from '../../ui/form/form.module.css';
import { useFieldProblem } from '../../ui/form/useFieldProblem.ts';
import { useFirstFocus } from '../../ui/form/useFirstFocus.ts';
import { EnrolStep } from './EnrolStep.tsx';
import { ownLanguage } from './ownLanguage.ts';

type Session = Schemas['SessionInfo'];

interface Props {
  /** The answer to the right password: what is asked for, and the ticket for it. */
  step: Session;
  onSession: (session: Session) => void;
  onBack: () => void;
}

/** The password was right, and the account or the company asks for more. */
export function SecondStep({ step, onSession, onBack }: Props) {
  if (step.needs.includes('enrol'))
    return <EnrolStep ticket={step.ticket ?? ''} onSession={onSession} onBack={onBack} />;
  return <CodeStep step={step} onSession={onSession} onBack={onBack} />;
}

function CodeStep({ step, onSession, onBack }: Props) {
  const { t } = useLingui();
  const [code, setCode] = useState('');
  const show = useMutation({
    mutationFn: () => {
      const given = { body: { ticket: step.ticket ?? '', code }, headers: ownLanguage() };
      return data(api.POST('/api/v1/session/factor', given));
    },
    onSuccess: onSession,
    onError: () => setCode(''), // and the focus goes to the field that is empty
  });
  const form = useFirstFocus(show.failureCount || show.status);
  const problem = useFieldProblem(show.error, ['code']);
  return (
    <div className={styles.card}>
      <h1>
        <Trans>Second factor</Trans>
      </h1>
      <form
        ref={form}
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          show.mutate();
        }}
      >
        <CodeField
          label={t`Code from the app`}
          description={
            step.needs.includes('recovery') ? t`Without your phone, type one of your recovery codes.` : undefined
          }
          value={code}
          onChange={setCode}
          error={problem.at('code')}
        />
        {problem.whole && (
          <p role="alert" className={styles.error}>
            {problem.whole}
          </p>
        )}
        <div className={styles.actions}>
          <Button type="submit" size="sm" loading={show.isPending}>
            <Trans>Sign in</Trans>
          </Button>
          <Button variant="default" onClick={onBack}>
            <Trans>Back</Trans>
          </Button>
        </div>
      </form>
      <p className="dim">
        <Trans>Neither phone nor codes at hand? Ask an administrator to remove your second factor.</Trans>
      </p>
    </div>
  );
}
