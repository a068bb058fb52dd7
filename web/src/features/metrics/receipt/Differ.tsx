import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { Schemas } from '../../../api/client.ts';
import { Failed } from '../../../ui/state/states.tsx';
import { receiptNow } from '../explain/queries.ts';
import styles from '../metric.module.css';

/** From a number to why another one of the same question differs: today's, or any other. */
export function Differ({ receipt, question }: { receipt: string; question: Schemas['ReceiptQuestion'] }) {
  const navigate = useNavigate();
  const now = useMutation({
    mutationFn: () => receiptNow(question),
    onSuccess: (second) => void navigate({ to: '/explain', search: { first: receipt, second } }),
  });
  return (
    <>
      <div className={styles.actions}>
        <Button variant="default" size="compact-sm" loading={now.isPending} onClick={() => now.mutate()}>
          <Trans>Why is it different today?</Trans>
        </Button>
        <Button
          renderRoot={(p) => <Link {...p} to="/explain" search={{ first: receipt }} />}
          variant="default"
          size="compact-sm"
        >
          <Trans>Compare with another number</Trans>
        </Button>
      </div>
      {now.isError && <Failed error={now.error} onRetry={() => now.mutate()} />}
    </>
  );
}
