import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Query } from '../../ui/state/Query.tsx';
import { Empty } from '../../ui/state/states.tsx';
import { useTitle } from '../../ui/useTitle.ts';
import { EraseOne } from './EraseOne.tsx';
import { ErasureTable } from './ErasureTable.tsx';
import { erasuresQuery } from './erasure.ts';
import { Find } from './Find.tsx';
import styles from './erasure.module.css';

const route = getRouteApi('/settings/$page');

/** Forgetting a person: whom, what that removes, and who was forgotten before. */
export function ErasurePage() {
  const { t } = useLingui();
  const { id } = route.useSearch();
  const list = useQuery(erasuresQuery);
  useTitle(t`Erasure`);
  return (
    <Query page of={list} height={480}>
      {(l) => (
        <div className={styles.page}>
          <h1>
            <Trans>Erasure</Trans>
          </h1>
          <p className="dim">
            <Trans>
              Somebody who asks to be forgotten is erased here: names, addresses and phone numbers disappear from the
              log at all times, and from every copy that the program keeps. The record stays, so numbers stay as they
              are.
            </Trans>
          </p>
          {id ? <EraseOne key={id} id={id} /> : <Find />}
          <section className={styles.section} aria-label={t`Who was erased`}>
            <h2>
              <Trans>Who was erased</Trans>
            </h2>
            {l.erasures.length === 0 ? (
              <Empty title={<Trans>Nobody was erased yet</Trans>}>
                <Trans>Each erasure is noted here, without a name.</Trans>
              </Empty>
            ) : (
              <ErasureTable erasures={l.erasures} />
            )}
          </section>
          <section className={styles.card} aria-label={t`Backups made before`}>
            <h2>
              <Trans>Backups made before</Trans>
            </h2>
            <p>
              <Trans>
                A backup is never changed: one that was made before an erasure contains the values until its file is
                deleted. Of daily backups the oldest are deleted in turn, where the program keeps a number of them;
                others stay until somebody deletes them.
              </Trans>
            </p>
            <p>
              <Trans>Restoring a backup erases again what this list names. It is kept in this folder, too:</Trans>
            </p>
            <code className={styles.folder} translate="no">
              {l.outside}
            </code>
          </section>
        </div>
      )}
    </Query>
  );
}
