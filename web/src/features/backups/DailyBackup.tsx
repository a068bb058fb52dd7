import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { Command } from '../../ui/form/Command.tsx';
import { planned, type BackupList } from './backups.ts';
import { useStop } from './useStop.ts';
import styles from './backups.module.css';

/** The daily backup as the program was started, and the next one, which can be left out. */
export function DailyBackup({ list: { daily, data, jobs } }: { list: BackupList }) {
  const { t } = useLingui();
  return (
    <section className={styles.card} aria-label={t`Daily backup`}>
      <h2>
        <Trans>Daily backup</Trans>
      </h2>
      {daily ? (
        <>
          <p>
            <Trans>
              Each day at {daily.at} (<span translate="no">{daily.zone}</span>).
            </Trans>{' '}
            {daily.keep > 0 ? (
              <Plural
                value={daily.keep}
                one="The newest daily backup is kept; older ones are removed."
                other="The newest # daily backups are kept; older ones are removed."
              />
            ) : (
              <Trans>All of them are kept.</Trans>
            )}{' '}
            <Trans>Backups that somebody asked for stay.</Trans>
          </p>
          {jobs.filter(planned).map((job) => (
            <Next key={job.id} id={job.id} due={job.due_at} />
          ))}
          <p className="dim">
            <Trans>Another time or number is given when the program is started.</Trans>
          </p>
        </>
      ) : (
        <>
          <p>
            <Trans>None: the program was started without one. End it and start it so:</Trans>
          </p>
          <Command words={['salesops', 'serve', '--data', data, '--backup-daily', '02:30', '--backup-keep', '14']} />
          <p className="dim">
            <Trans>The time is in the company's zone. Without “--backup-keep”, all of them are kept.</Trans>
          </p>
        </>
      )}
    </section>
  );
}

function Next({ id, due }: { id: string; due: string | null }) {
  const { t } = useLingui();
  const format = useFormat();
  const stop = useStop(t`The next daily backup is left out`);
  return (
    <p className={styles.next}>
      <span>{due && <Trans>The next one: {format.instant(due)}</Trans>}</span>
      <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate(id)}>
        <Trans>Leave this one out</Trans>
      </Button>
    </p>
  );
}
