import { Trans, useLingui } from '@lingui/react/macro';
import type { Schemas } from '../../../api/client.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
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

/** Says that an answer takes long to compute, and is made or made anew by a job. */
export function Refreshing({ answer }: { answer: Schemas['Answer'] }) {
  const format = useFormat();
  if (!answer.refreshing) return null;
  const position = format.count(answer.position);
  return (
    <p role="status" className="dim small">
      {answer.refreshing.state === 'computing' ? (
        <Trans>This takes long and is being computed.</Trans>
      ) : (
        <Trans>As of change {position}, refreshing.</Trans>
      )}
    </p>
  );
}
