import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Query } from '../../../ui/state/Query.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import type { View } from '../../../url/view.ts';
import { ChangeEntry } from './ChangeEntry.tsx';
import { timelineQuery } from './queries.ts';
import styles from './record.module.css';

/** Every change of the record up to the day that is looked at, newest first: who, when, from where; each can be taken back. */
export function Timeline({
  object,
  id,
  view,
  readOnly,
}: {
  object: string;
  id: string;
  view: View;
  readOnly: boolean;
}) {
  const { t } = useLingui();
  const timeline = useInfiniteQuery(timelineQuery(object, id, view));
  return (
    <section className={styles.card} aria-label={t`Time line`}>
      <h2>
        <Trans>Time line</Trans>
      </h2>
      <Query of={timeline} height={360}>
        {(d) => {
          const changes = d.pages.flatMap((p) => p.changes);
          if (changes.length === 0) return <Empty title={<Trans>No changes yet</Trans>} />;
          return (
            <ol className={styles.line}>
              {changes.map((c) => (
                <ChangeEntry key={c.seq} change={c} readOnly={readOnly} />
              ))}
            </ol>
          );
        }}
      </Query>
      {timeline.hasNextPage && (
        <Button variant="default" loading={timeline.isFetchingNextPage} onClick={() => void timeline.fetchNextPage()}>
          <Trans>Older changes</Trans>
        </Button>
      )}
    </section>
  );
}
