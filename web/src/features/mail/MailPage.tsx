import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Query } from '../../ui/state/Query.tsx';
import { Empty } from '../../ui/state/states.tsx';
import { useTitle } from '../../ui/useTitle.ts';
import { mailQuery } from './mail.ts';
import { MailServer } from './MailServer.tsx';
import { Starting } from './Starting.tsx';
import styles from './mail.module.css';

/** Whether mail is sent, through which server, and a mail that shows it. */
export function MailPage() {
  const { t } = useLingui();
  const mail = useQuery(mailQuery);
  useTitle(t`Mail`);
  return (
    <Query page of={mail} height={320}>
      {(state) => (
        <div className={styles.page}>
          <h1>
            <Trans>Mail</Trans>
          </h1>
          <p className="dim">
            <Trans>
              Invitations and links for another password go through the company's mail server. So do alarms: people are
              told of a sign-in on a new device, a new API token and a changed password.
            </Trans>
          </p>
          {state.set_up ? (
            <MailServer state={state} />
          ) : (
            <Empty title={<Trans>No mail is sent</Trans>}>
              <Trans>
                Links are shown to the administrator who makes them, to hand over. Nobody is told of a new device.
              </Trans>
            </Empty>
          )}
          <Starting setUp={state.set_up} />
        </div>
      )}
    </Query>
  );
}
