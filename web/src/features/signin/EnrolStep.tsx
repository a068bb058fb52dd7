import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../api/client.ts';
import { AppSetup } from '../../ui/form/factor/AppSetup.tsx';
import { RecoveryCodes } from '../../ui/form/factor/RecoveryCodes.tsx';
import styles from '../../ui/form/form.module.css';
import { Failed, Loading } from '../../ui/state/states.tsx';
import { ownLanguage } from './ownLanguage.ts';

interface Props {
  ticket: string;
  onSession: (session: Schemas['SessionInfo']) => void;
  onBack: () => void;
}

/** Everybody needs a second factor, and this account has none: it is set up before anything else. */
export function EnrolStep({ ticket, onSession, onBack }: Props) {
  const begun = useQuery({
    queryKey: ['enrol', ticket],
    queryFn: ({ signal }) => data(api.POST('/api/v1/session/enrol', { body: { ticket }, signal })),
    staleTime: Infinity,
    gcTime: 0,
  });
  const confirm = useMutation({
    mutationFn: (code: string) =>
      data(api.POST('/api/v1/session/enrol/confirm', { body: { ticket, code }, headers: ownLanguage() })),
    onError: () => undefined, // told at the field
  });
  const session = confirm.data;
  return (
    <div className={styles.card}>
      <h1>
        <Trans>Set up a second factor</Trans>
      </h1>
      {session ? (
        <RecoveryCodes codes={session.recovery_codes} onDone={() => onSession(session)} />
      ) : (
        <>
          <p>
            <Trans>
              Everybody here signs in with a password and a code. Set up an app on your phone that shows codes.
            </Trans>
          </p>
          {begun.data ? (
            <AppSetup
              secret={begun.data.secret}
              url={begun.data.url}
              picture={begun.data.qr}
              error={confirm.error}
              pending={confirm.isPending}
              onCode={(code) => confirm.mutate(code)}
              onCancel={onBack}
            />
          ) : begun.isError ? (
            <>
              <Failed error={begun.error} onRetry={() => void begun.refetch()} />
              <div className={styles.actions}>
                <Button variant="default" onClick={onBack}>
                  <Trans>Back</Trans>
                </Button>
              </div>
            </>
          ) : (
            <Loading height={320} />
          )}
        </>
      )}
    </div>
  );
}
