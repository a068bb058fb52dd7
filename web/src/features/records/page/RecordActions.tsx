import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import type { Schemas } from '../../../api/client.ts';
import { useMay } from '../../../api/may.ts';
import { Erase } from './Erase.tsx';
import { useDelete, useRestore } from './useWrites.ts';

interface Props {
  record: Schemas['RecordDetail'];
  readOnly: boolean;
  /** The record is a person, whose personal values can be erased. */
  person: boolean;
}

export function RecordActions({ record, readOnly, person }: Props) {
  const may = useMay();
  const remove = useDelete(record);
  const restore = useRestore(record);
  if (readOnly) return null;
  return record.exists ? (
    <>
      {person && may('users') && <Erase id={record.id} />}
      <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
        <Trans>Delete</Trans>
      </Button>
    </>
  ) : (
    <Button variant="default" loading={restore.isPending} onClick={() => restore.mutate()}>
      <Trans>Bring back</Trans>
    </Button>
  );
}
