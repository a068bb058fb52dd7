import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { toast } from '../toast.tsx';
import styles from './form.module.css';

interface Props {
  label: string;
  value: string;
  note: string;
  onClose: () => void;
}

/** A secret that can be seen only now, with a button that copies it. */
export function ShownOnce({ label, value, note, onClose }: Props) {
  const { t } = useLingui();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  // browsers let pages write to the clipboard only over https or on this machine; elsewhere it stays selected
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(value);
      toast(t`Copied`);
    } catch {
      toast(t`The browser does not let this page copy: press Ctrl C`);
    }
  };
  return (
    <div className={styles.once}>
      <div className={styles.secret}>
        <TextInput ref={field} label={label} description={note} value={value} readOnly translate="no" />
        <Button onClick={() => void copy()}>
          <Trans>Copy</Trans>
        </Button>
        <Button variant="default" onClick={onClose}>
          <Trans>Done</Trans>
        </Button>
      </div>
    </div>
  );
}
