import styles from './form.module.css';
import { quoted } from './quoted.ts';

/** A command to type, as a shell takes it. */
export function Command({ words }: { words: string[] }) {
  return (
    <code className={styles.command} translate="no">
      {words.map(quoted).join(' ')}
    </code>
  );
}
