import { Trans, useLingui } from '@lingui/react/macro';
import { Checkbox } from '@mantine/core';

/** Names that are of no record can be taken for the nearest known ones; the files are looked at again. */
export function AcceptNames({ accept, onChange }: { accept: boolean; onChange: (on: boolean) => void }) {
  const { t } = useLingui();
  return (
    <Checkbox
      checked={accept}
      onChange={(e) => onChange(e.currentTarget.checked)}
      label={t`Take names that are of no record for the nearest known name`}
      description={<Trans>The names and their candidates stand under “What to know about this data”.</Trans>}
    />
  );
}
