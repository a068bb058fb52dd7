import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { api, data } from '../../api/client.ts';
import { Problem } from '../../api/problem.ts';
import styles from '../../ui/form/form.module.css';
import { Failed, Loading } from '../../ui/state/states.tsx';
import { useTitle } from '../../ui/useTitle.ts';
import { ChoosePassword } from './ChoosePassword.tsx';

/** Where a link of an invitation or of a reset leads. Its secret stands behind #, which browsers send to nobody. */
export function LinkPage() {
  const { t } = useLingui();
  const secret = useLocation({ select: (l) => l.hash });
  const link = useQuery({
    queryKey: ['link', secret],
    queryFn: ({ signal }) => data(api.POST('/api/v1/invitations/open', { body: { secret }, signal })),
    staleTime: Infinity,
  });
  useTitle(t`Choose a password`);
  if (link.data) return <ChoosePassword secret={secret} name={link.data.name} kind={link.data.kind} />;
  return (
    <div className={styles.card}>
      {link.isError && Problem.of(link.error).status === 404 ? (
        <>
          <h1>
            <Trans>This link does not work</Trans>
          </h1>
          <p>
            <Trans>
              It was used before, is too old, or was not copied whole. An invitation works once, for seven days; a link
              for another password works once, for 30 minutes. Ask an administrator for a new one.
            </Trans>
          </p>
          <p>
            <Link to="/" search={{}}>
              <Trans>Back to sign in</Trans>
            </Link>
          </p>
        </>
      ) : link.isError ? (
        <Failed page error={link.error} onRetry={() => void link.refetch()} />
      ) : (
        <Loading height={180} />
      )}
    </div>
  );
}
