import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { meQuery, sessionQuery } from '../../api/queries.ts';
import { Query } from '../../ui/state/Query.tsx';
import { Empty } from '../../ui/state/states.tsx';
import { useTitle } from '../../ui/useTitle.ts';
import { useRoleWords } from '../../words/people/useRoleWords.ts';
import { ChangePassword } from './ChangePassword.tsx';
import { Factors } from './factors/Factors.tsx';
import { Sessions } from './Sessions.tsx';
import { Tokens } from './Tokens.tsx';
import styles from './account.module.css';

/** Who is signed in: name, address and role, password, where else, and tokens for programs. */
export function AccountPage() {
  const { t } = useLingui();
  const session = useQuery(sessionQuery);
  const role = useQuery(meQuery).data?.role;
  const words = useRoleWords();
  useTitle(t`Your account`);
  return (
    <Query page of={session} height={480}>
      {(who) =>
        who.via === 'owner' ? (
          <Empty
            page
            title={<Trans>You are the owner of the data folder</Trans>}
            action={
              who.setup_needed && (
                <Link to="/setup" search={{}}>
                  <Trans>Make the first administrator</Trans>
                </Link>
              )
            }
          >
            <Trans>
              This browser came in by the address from the terminal, without an account: it has no password, no other
              sessions and no tokens.
            </Trans>
          </Empty>
        ) : (
          <div className={styles.page}>
            <h1>
              <Trans>Your account</Trans>
            </h1>
            <dl className={styles.facts}>
              <dt>
                <Trans>Name</Trans>
              </dt>
              <dd translate="no">
                {who.person ? (
                  <Link to="/records/$object/$id" params={{ object: 'person', id: who.person }} search={{}}>
                    {who.name}
                  </Link>
                ) : (
                  who.name
                )}
              </dd>
              <dt>
                <Trans>Mail address</Trans>
              </dt>
              <dd translate="no">{who.login}</dd>
              <dt>
                <Trans>Role</Trans>
              </dt>
              <dd>{role && words.name(role)}</dd>
            </dl>
            <p className="dim">
              <Trans>
                An administrator changes the mail address and the role. The name is that of the person in the records.
              </Trans>
            </p>
            <ChangePassword login={who.login ?? ''} />
            <Factors />
            <Sessions />
            <Tokens administrator={who.administrator} />
          </div>
        )
      }
    </Query>
  );
}
