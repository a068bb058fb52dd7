import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useState } from 'react';
import formStyles from '../form.module.css';
import { useFieldProblem } from '../useFieldProblem.ts';
import { useFirstFocus } from '../useFirstFocus.ts';
import { CodeField } from './CodeField.tsx';
import styles from './factor.module.css';

interface Props {
  secret: string;
  url: string;
  /** The url for a camera: dark parts of a square. */
  picture: { size: number; path: string };
  error: unknown;
  pending: boolean;
  onCode: (code: string) => void;
  onCancel: () => void;
}

/** Takes a secret into an authenticator app, and asks for a first code of it. */
export function AppSetup({ secret, url, picture, error, pending, onCode, onCancel }: Props) {
  const { t } = useLingui();
  const [code, setCode] = useState('');
  const form = useFirstFocus();
  const problem = useFieldProblem(error, ['code']);
  const typed = secret.replace(/(.{4})(?=.)/g, '$1 ');
  const { size, path } = picture;
  return (
    <form
      ref={form}
      className={styles.setup}
      noValidate
      onSubmit={(e) => {
        e.preventDefault();
        onCode(code);
      }}
    >
      <ol>
        <li>
          <Trans>Scan this picture with an authenticator app.</Trans>
          <svg
            className={styles.picture}
            viewBox={`0 0 ${size} ${size}`}
            shapeRendering="crispEdges"
            role="img"
            aria-label={t`Picture for the app`}
          >
            <rect width={size} height={size} fill="#fff" />
            <path d={path} fill="#000" />
          </svg>
        </li>
        <li>
          <Trans>
            Or{' '}
            <a className={styles.link} href={url}>
              open an app on this device
            </a>
            , or type this secret into one:
          </Trans>
          <code className={styles.text} translate="no">
            {typed}
          </code>
        </li>
        <li>
          <Trans>Then type the code that the app shows.</Trans>
        </li>
      </ol>
      <CodeField digits label={t`Code from the app`} value={code} onChange={setCode} error={problem.at('code')} />
      {problem.whole && (
        <p role="alert" className={formStyles.error}>
          {problem.whole}
        </p>
      )}
      <div className={formStyles.actions}>
        <Button type="submit" size="sm" loading={pending}>
          <Trans>Confirm</Trans>
        </Button>
        <Button variant="default" onClick={onCancel}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  );
}
