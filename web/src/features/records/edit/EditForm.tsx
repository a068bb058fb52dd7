import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Saving } from './useSaving.ts';
import styles from './edit.module.css';

interface Props {
  saving: Saving;
  onSubmit: () => void;
  onCancel: () => void;
  children: ReactNode;
}

/** What every editor has: Enter saves, Escape leaves, and below it why a value was refused. */
export function EditForm({ saving, onSubmit, onCancel, children }: Props) {
  return (
    <form
      className={styles.editor}
      onKeyDown={(e) => {
        if (e.key !== 'Escape') return;
        e.stopPropagation();
        onCancel();
      }}
      onSubmit={(e) => {
        e.preventDefault();
        onSubmit();
      }}
    >
      {children}
      <Button type="submit" size="compact-sm" loading={saving.pending}>
        <Trans>Save</Trans>
      </Button>
      <Button variant="default" size="compact-sm" onClick={onCancel}>
        <Trans>Cancel</Trans>
      </Button>
      <Refused saving={saving} />
    </form>
  );
}

export function Refused({ saving }: { saving: Saving }) {
  if (saving.refused === undefined) return null;
  return (
    <p role="alert" className={styles.refused}>
      {saving.refused}
    </p>
  );
}
