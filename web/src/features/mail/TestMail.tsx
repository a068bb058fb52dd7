import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { Problem } from '../../api/problem.ts';
import { sessionQuery } from '../../api/queries.ts';
import formStyles from '../../ui/form/form.module.css';
import { useProblemText } from '../../ui/state/problemText.ts';

/** Sends the asker a mail at once, and says what became of it. */
export function TestMail() {
  const text = useProblemText();
  const login = useQuery(sessionQuery).data?.login;
  const send = useMutation({
    mutationFn: () => api.POST('/api/v1/mail/test'),
    onError: () => undefined, // told below
  });
  if (!login)
    return (
      <p className="dim">
        <Trans>A test mail goes to who asks for it: sign in with a mail address.</Trans>
      </p>
    );
  return (
    <>
      <Button size="sm" loading={send.isPending} onClick={() => send.mutate()}>
        <Trans>Send me a test mail</Trans>
      </Button>
      {send.isSuccess && (
        <p role="status" className={formStyles.note}>
          <Trans>
            The mail server has taken a mail to <span translate="no">{login}</span>. If it does not arrive, look into
            the log of that server.
          </Trans>
        </p>
      )}
      {send.isError && (
        <p role="alert" className={formStyles.error}>
          {text(Problem.of(send.error))}
        </p>
      )}
    </>
  );
}
