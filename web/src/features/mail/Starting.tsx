import { Trans, useLingui } from '@lingui/react/macro';
import { Command } from '../../ui/form/Command.tsx';
import styles from './mail.module.css';

const flags = ['--mail-server', 'smtp.example.com', '--mail-from', 'sales@example.com'];
const entry = ['--mail-user', 'sales', '--mail-password-file', 'mail.password'];

/** Which flags set the mail server: no page does, because whoever could change it would get the links of others. */
export function Starting({ setUp }: { setUp: boolean }) {
  const { t } = useLingui();
  return (
    <section className={styles.card} aria-label={t`How mail is set up`}>
      <h2>
        <Trans>How mail is set up</Trans>
      </h2>
      <p>
        {setUp ? (
          <Trans>Another server or sender is given when the program is started:</Trans>
        ) : (
          <Trans>
            The mail server is given when the program is started. End it, and start it with these flags too:
          </Trans>
        )}
      </p>
      <Command words={['salesops', 'serve', ...flags, ...entry]} />
      <p className="dim">
        <Trans>
          Without “--mail-user” no password is sent. The connection is encrypted by STARTTLS; “--mail-security tls” is
          for servers that begin with TLS, on port 465. Links in mails lead to the name given with “--host”.
        </Trans>
      </p>
    </section>
  );
}
