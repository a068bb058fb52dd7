import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import type { Schemas } from '../../../api/client.ts';
import { useDelete, useRestore } from './useWrites.ts';

export function RecordActions({ record, readOnly }: { record: Schemas['RecordDetail']; readOnly: boolean }) {
  const remove = useDelete(record);
  const restore = useRestore(record);
  if (readOnly) return null;
  return record.exists ? (
    <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
      <Trans>Delete</Trans>
    </Button>
  ) : (
    <Button variant="default" loading={restore.isPending} onClick={() => restore.mutate()}>
      <Trans>Bring back</Trans>
    </Button>
  );
}
