import { Trans } from '@lingui/react/macro';
import type { Schemas } from '../../../api/client.ts';
import { NeedLinks } from '../../../words/links/NeedLinks.tsx';
import { useWords } from '../../../words/useWords.ts';
import styles from './overview.module.css';

/** A metric that cannot answer: says what it needs, never zero. */
export function MissingTile({ entry }: { entry: Schemas['TwelveEntry'] }) {
  const words = useWords();
  return (
    <article className={styles.tile} data-missing>
      <h2 className={styles.name}>{words.metric(entry.name)}</h2>
      <p className={styles.none}>
        <Trans>No answer yet</Trans>
      </p>
      <p className={styles.trust}>
        {entry.needs.length > 0 && (
          <Trans>
            Needs <NeedLinks codes={entry.needs} />.
          </Trans>
        )}
      </p>
    </article>
  );
}
