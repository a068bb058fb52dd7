import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { toast } from '../../toast.tsx';
import formStyles from '../form.module.css';
import styles from './factor.module.css';

/** Codes that are seen only now, with a button that copies them. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const { t } = useLingui();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(codes.join('\n'));
      toast(t`Copied`);
    } catch {
      toast(t`The browser does not let this page copy: write the codes down`);
    }
  };
  return (
    <section className={formStyles.once} aria-labelledby="recovery-codes">
      <h2 id="recovery-codes" ref={title} tabIndex={-1}>
        <Trans>Recovery codes</Trans>
      </h2>
      <p>
        <Trans>
          Keep them where you find them without your phone, such as in a password manager or on paper. Each replaces a
          code of the app once. They are shown only now.
        </Trans>
      </p>
      <ul className={styles.codes} translate="no">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className={formStyles.actions}>
        <Button onClick={onDone}>
          <Trans>I have kept them</Trans>
        </Button>
        <Button variant="default" onClick={() => void copy()}>
          <Trans>Copy all</Trans>
        </Button>
      </div>
    </section>
  );
}
