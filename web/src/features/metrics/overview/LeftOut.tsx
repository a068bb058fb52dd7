import { Trans, useLingui } from '@lingui/react/macro';
import { Alert } from '@mantine/core';
import type { Schemas } from '../../../api/client.ts';

/** Metric files of the company that are wrong: the numbers go on without them, and they are named. */
export function LeftOut({ files }: { files: Schemas['LeftOutFile'][] }) {
  const { t } = useLingui();
  if (files.length === 0) return null;
  return (
    <Alert color="yellow" title={t`Metric files that are not used`} role="status" mb="md">
      <ul>
        {files.map((f) => (
          <li key={`${f.file}:${f.line}`}>
            <strong>{f.file}</strong>
            {f.line > 0 && (
              <>
                , <Trans>line {f.line}</Trans>
              </>
            )}
            : <span lang="en">{f.why}</span>
          </li>
        ))}
      </ul>
    </Alert>
  );
}
