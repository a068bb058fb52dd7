import { Trans, useLingui } from '@lingui/react/macro';
import type { Schemas } from '../../../api/client.ts';
import { useNotes } from '../../../words/say/notes.ts';
import styles from '../metric.module.css';

/** What a reader must know beside the number: left out, assumed, converted. */
export function Notes({ answer }: { answer: Schemas['Answer'] }) {
  const { t } = useLingui();
  const say = useNotes();
  if (answer.notes.length === 0) return null;
  return (
    <section className={styles.card} aria-label={t`What to know`}>
      <h2>
        <Trans>What to know</Trans>
      </h2>
      <ul className={styles.notes}>
        {answer.notes.map((n, i) => (
          <li key={`${n.code}${i}`}>{say(n)}</li>
        ))}
      </ul>
    </section>
  );
}
