import { Trans, useLingui } from '@lingui/react/macro';
import { Checkbox } from '@mantine/core';
import type { Flow } from '../useFlow.ts';

/** Names that are of no record can be taken for the nearest known ones; the files are looked at again. */
export function AcceptNames({ flow }: { flow: Flow }) {
  const { t } = useLingui();
  return (
    <Checkbox
      checked={flow.options.accept ?? false}
      onChange={(e) => flow.look(flow.files, { ...flow.options, accept: e.currentTarget.checked || undefined })}
      label={t`Take names that are of no record for the nearest known name`}
      description={<Trans>The names and their candidates stand under “What to know about this data”.</Trans>}
    />
  );
}
