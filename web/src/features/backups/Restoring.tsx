import { Trans, useLingui } from '@lingui/react/macro';
import { Command } from '../../ui/form/Command.tsx';
import type { BackupList } from './backups.ts';
import styles from './backups.module.css';

/** Where backups lie and the command that restores one: the program has to be ended for it, so no page can do it. */
export function Restoring({ list: { folder, data, backups } }: { list: BackupList }) {
  const { t } = useLingui();
  const newest = backups.find((b) => !b.bad);
  const path = `${folder}/${newest?.name ?? 'FILE.backup'}`;
  const key = newest?.encrypted ? ['--identity', 'KEY'] : [];
  return (
    <section className={styles.card} aria-label={t`Restoring`}>
      <h2>
        <Trans>Restoring</Trans>
      </h2>
      <p>
        <Trans>Backups lie in this folder of the server. Copy them to another machine too:</Trans>
      </p>
      <code className={styles.command} translate="no">
        {folder}
      </code>
      <p>
        {newest ? (
          <Trans>End the program on the server, then restore a backup, here the newest:</Trans>
        ) : (
          <Trans>End the program on the server, then restore a backup:</Trans>
        )}
      </p>
      <Command words={['salesops', 'restore', path, '--data', data, '--replace', ...key]} />
      <p className="dim">
        <Trans>The backup is checked first. The folder that it replaces is kept beside it.</Trans>
      </p>
    </section>
  );
}
