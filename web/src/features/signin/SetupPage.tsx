import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { sessionQuery } from '../../api/queries.ts';
import styles from '../../ui/form/form.module.css';
import { useTitle } from '../../ui/useTitle.ts';
import { SetupForm } from './SetupForm.tsx';

/** The first start: somebody who holds the data folder makes the first administrator. */
export function SetupPage() {
  const { t } = useLingui();
  const session = useQuery(sessionQuery).data;
  const owner = session?.via === 'owner';
  useTitle(t`First administrator`);
  if (session && !session.setup_needed) {
    return (
      <div className={styles.card}>
        <h1>
          <Trans>There is an administrator already</Trans>
        </h1>
        <p>
          <Trans>Administrators invite everybody else, under Settings, People who sign in.</Trans>
        </p>
        <p>
          <Link to="/" search={{}}>
            <Trans>To the start page</Trans>
          </Link>
        </p>
      </div>
    );
  }
  return (
    <div className={styles.card}>
      <h1>
        <Trans>First administrator</Trans>
      </h1>
      <p>
        {owner ? (
          <Trans>
            Nobody can sign in yet: only a browser that opened the address from the terminal, like this one, gets in.
            The first administrator signs in with a password and invites the others.
          </Trans>
        ) : (
          <Trans>
            Nobody can sign in yet. Whoever runs the server opens the address that “salesops serve” prints in the
            terminal, or types the code at its end here.
          </Trans>
        )}
      </p>
      <SetupForm owner={owner} />
    </div>
  );
}
