import { Trans } from '@lingui/react/macro';
import { Button, CloseButton } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { useEffect, useSyncExternalStore } from 'react';
import styles from './toast.module.css';

interface Toast {
  id: number;
  message: string;
  /** Takes back what the message says; offered for ten seconds. */
  undo?: () => void;
  failed?: boolean;
}

let toasts: Toast[] = [];
let next = 1;
const listeners = new Set<() => void>();
const set = (to: Toast[]) => {
  toasts = to;
  for (const l of listeners) l();
};

/** Says something in passing. An undo stays ten seconds, a failure until it is closed. */
export function toast(message: string, options: { undo?: () => void; failed?: boolean } = {}): void {
  set([...toasts.slice(-3), { id: next++, message, ...options }]);
}

const close = (id: number) => set(toasts.filter((t) => t.id !== id));

export function Toasts() {
  const shown = useSyncExternalStore(
    (l) => (listeners.add(l), () => listeners.delete(l)),
    () => toasts,
  );
  return (
    <div className={styles.stack} role="status" aria-live="polite">
      {shown.map((t) => (
        <One key={t.id} toast={t} />
      ))}
    </div>
  );
}

function One({ toast: { id, message, undo, failed } }: { toast: Toast }) {
  const { t } = useLingui();
  useEffect(() => {
    if (failed) return;
    const timer = setTimeout(() => close(id), undo ? 10_000 : 5_000);
    return () => clearTimeout(timer);
  }, [id, undo, failed]);
  return (
    <div className={styles.toast} data-failed={failed || undefined}>
      <span>{message}</span>
      {undo && (
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => {
            close(id);
            undo();
          }}
        >
          <Trans>Undo</Trans>
        </Button>
      )}
      <CloseButton size="sm" aria-label={t`Close`} onClick={() => close(id)} />
    </div>
  );
}
