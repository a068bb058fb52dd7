import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Problem } from '../../api/problem.ts';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { useProblemText } from '../../ui/state/problemText.ts';
import { DataTable, type Column } from '../../ui/table/DataTable.tsx';
import { toast } from '../../ui/toast.tsx';
import { backupsQuery, verifyBackup, type Backup } from './backups.ts';
import styles from './backups.module.css';

/** The backups, newest first, with what their last check found. One is checked at a time: the server reads it to its end. */
export function BackupTable({ backups }: { backups: Backup[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const text = useProblemText();
  const client = useQueryClient();
  const verify = useMutation({
    mutationFn: verifyBackup,
    onSuccess: () => toast(t`The backup is good`),
    onSettled: () => client.invalidateQueries(backupsQuery),
  });
  const columns: Column<Backup>[] = [
    { key: 'at', label: t`Made`, width: 180, cell: (b) => format.instant(b.at) },
    { key: 'size', label: t`Size`, number: true, cell: (b) => format.bytes(b.size) },
    {
      key: 'changes',
      label: t`Changes in it`,
      number: true,
      cell: (b) => (b.verified ? format.count(b.verified.changes) : '–'),
    },
    { key: 'checked', label: t`Last check`, cell: (b) => <Check backup={b} /> },
    {
      key: 'name',
      label: t`File`,
      cell: (b) => (
        <span translate="no" title={b.name}>
          {b.name}
        </span>
      ),
    },
    {
      key: 'verify',
      label: t`Check`,
      width: 140,
      cell: (b) =>
        b.encrypted ? (
          <Trans>encrypted</Trans>
        ) : (
          <Button
            variant="default"
            size="compact-xs"
            aria-label={t`Verify the backup of ${format.instant(b.at)}`}
            loading={verify.isPending && verify.variables === b.name}
            disabled={verify.isPending && verify.variables !== b.name}
            onClick={() => verify.mutate(b.name)}
          >
            <Trans>Verify</Trans>
          </Button>
        ),
    },
  ];
  return (
    <>
      {verify.isError && (
        <p role="alert" className={styles.error}>
          <span translate="no">{verify.variables}</span>: {text(Problem.of(verify.error))}
        </p>
      )}
      <DataTable stacked label={t`Backups`} columns={columns} rows={backups} rowKey={(b) => b.name} />
      {backups.some((b) => b.encrypted) && (
        <p className="dim">
          <Trans>Encrypted backups are checked on the command line, with their key:</Trans>{' '}
          <code translate="no">salesops backup verify FILE --identity KEY</code>
        </p>
      )}
    </>
  );
}

function Check({ backup: { verified, bad } }: { backup: Backup }) {
  const format = useFormat();
  if (bad)
    return (
      <span className={styles.error}>
        <Trans>bad, {format.instant(bad.at)}</Trans>
      </span>
    );
  if (verified) return <Trans>good, {format.instant(verified.at)}</Trans>;
  return (
    <span className="dim">
      <Trans>not verified yet</Trans>
    </span>
  );
}
