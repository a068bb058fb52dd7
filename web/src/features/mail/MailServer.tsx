import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Problem } from '../../api/problem.ts';
import formStyles from '../../ui/form/form.module.css';
import { useProblemText } from '../../ui/state/problemText.ts';
import type { MailState } from './mail.ts';
import { TestMail } from './TestMail.tsx';
import styles from './mail.module.css';

/** The server that is set up, and what waits to be sent. */
export function MailServer({ state }: { state: MailState }) {
  const { t } = useLingui();
  const text = useProblemText();
  return (
    <section className={styles.card} aria-label={t`Mail server`}>
      <dl className={styles.facts}>
        <dt>
          <Trans>Server</Trans>
        </dt>
        <dd translate="no">{state.server}</dd>
        <dt>
          <Trans>Sender</Trans>
        </dt>
        <dd translate="no">{state.from}</dd>
        <dt>
          <Trans>Not sent yet</Trans>
        </dt>
        <dd>
          {state.waiting === 0 ? (
            <Trans>Nothing: every mail was sent.</Trans>
          ) : (
            <Plural value={state.waiting} one="# mail" other="# mails" />
          )}
        </dd>
      </dl>
      {state.problem && (
        <p role="alert" className={formStyles.error}>
          {text(new Problem(state.problem.status ?? 0, state.problem))}{' '}
          <Trans>It is tried again for a day, at growing intervals.</Trans>
        </p>
      )}
      <TestMail />
    </section>
  );
}
