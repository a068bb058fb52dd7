import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Problem } from '../../api/problem.ts';
import { useProblemText } from '../../ui/state/problemText.ts';
import { Query } from '../../ui/state/Query.tsx';
import { Empty } from '../../ui/state/states.tsx';
import { useTitle } from '../../ui/useTitle.ts';
import { BackupTable } from './BackupTable.tsx';
import { backupsQuery } from './backups.ts';
import { DailyBackup } from './DailyBackup.tsx';
import { Jobs } from './Jobs.tsx';
import { Restoring } from './Restoring.tsx';
import { useMake } from './useMake.ts';
import styles from './backups.module.css';

/** The backups there are, making one, and what the administrator has to know to use one. */
export function BackupsPage() {
  const { t } = useLingui();
  const text = useProblemText();
  const list = useQuery(backupsQuery);
  const make = useMake();
  useTitle(t`Backups`);
  const button = (
    <Button size="sm" loading={make.asking} onClick={make.ask}>
      <Trans>Back up now</Trans>
    </Button>
  );
  return (
    <Query page of={list} height={480}>
      {(l) => (
        <div className={styles.page}>
          <header className={styles.head}>
            <h1>
              <Trans>Backups</Trans>
            </h1>
            {button}
          </header>
          <p className="dim">
            <Trans>
              A backup is one file with everything that cannot be made again: the log with all its facts, people,
              settings, own metrics and mappings. Work goes on while it is made.
            </Trans>
          </p>
          {make.error !== null && (
            <p role="alert" className={styles.error}>
              {text(Problem.of(make.error))}
            </p>
          )}
          <Jobs jobs={l.jobs} />
          {l.backups.length === 0 ? (
            <Empty title={<Trans>No backups yet</Trans>}>
              <Trans>What is only on this disk is lost with it: make a backup, and copy it to another machine.</Trans>
            </Empty>
          ) : (
            <BackupTable backups={l.backups} />
          )}
          <div className={styles.columns}>
            <DailyBackup list={l} />
            <Restoring list={l} />
          </div>
        </div>
      )}
    </Query>
  );
}
