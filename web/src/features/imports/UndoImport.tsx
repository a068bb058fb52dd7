import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { toast } from '../../ui/toast.tsx';
import { undoImport } from './job.ts';
import styles from './imports.module.css';

/** Takes a whole import back, after saying what that would do. */
export function UndoImport({ id, onUndone }: { id: string; onUndone?: () => void }) {
  const { t } = useLingui();
  const format = useFormat();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const preview = useMutation({ mutationFn: () => undoImport(id, true), onSuccess: () => setOpen(true) });
  const undo = useMutation({
    mutationFn: () => undoImport(id, false),
    onSuccess: () => {
      setOpen(false);
      toast(t`The import was taken back`);
      onUndone?.();
    },
    onSettled: () => client.invalidateQueries(),
  });
  const report = preview.data;
  const sum = (what: 'deleted' | 'reverted' | 'stubbed' | 'restored') =>
    report?.objects.reduce((n, o) => n + o[what], 0) ?? 0;
  const count = (what: Parameters<typeof sum>[0]) => format.count(sum(what));
  return (
    <>
      <Button variant="default" loading={preview.isPending} onClick={() => preview.mutate()}>
        <Trans>Undo this import</Trans>
      </Button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={t`Undo this import?`}
        closeButtonProps={{ 'aria-label': t`Close` }}
        transitionProps={{ duration: 0 }}
      >
        {report && (
          <ul className={styles.plain}>
            <li>
              <Trans>Records that disappear: {count('deleted')}</Trans>
            </li>
            {sum('reverted') > 0 && (
              <li>
                <Trans>Records that get earlier values back: {count('reverted')}</Trans>
              </li>
            )}
            {sum('restored') > 0 && (
              <li>
                <Trans>Deleted records that come back: {count('restored')}</Trans>
              </li>
            )}
            {sum('stubbed') > 0 && (
              <li>
                <Trans>Records that stay as placeholders, because others refer to them: {count('stubbed')}</Trans>
              </li>
            )}
            {report.kept.length > 0 && (
              <li>
                <Trans>Values that stay, because they were changed since: {format.count(report.kept.length)}</Trans>
              </li>
            )}
            {report.stated.records > 0 && (
              <li>
                <Trans>
                  Values that stay, because later imports state them too: {format.count(report.stated.values)}, of
                  records: {format.count(report.stated.records)}.
                </Trans>{' '}
                {report.stated.imports.map((later) => (
                  <Link key={later} to="/imports/$id" params={{ id: later }} search={{}}>
                    <Trans>Import</Trans> <span translate="no">{later}</span>{' '}
                  </Link>
                ))}
              </li>
            )}
          </ul>
        )}
        <div className={styles.actions}>
          <Button loading={undo.isPending} onClick={() => undo.mutate()} data-autofocus>
            <Trans>Undo</Trans>
          </Button>
          <Button variant="default" onClick={() => setOpen(false)}>
            <Trans>Keep the import</Trans>
          </Button>
        </div>
      </Modal>
    </>
  );
}
