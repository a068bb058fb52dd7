import { useLingui } from '@lingui/react/macro';
import { CloseButton } from '@mantine/core';
import { Condition } from '../Condition.tsx';
import styles from './filter.module.css';

interface Props {
  where: string[];
  onRemove: (condition: string) => void;
}

/** The conditions in force: in words, each with a cross, and together as the expression that the server is asked. */
export function FilterChips({ where, onRemove }: Props) {
  const { t } = useLingui();
  if (where.length === 0) return null;
  return (
    <>
      {where.map((w) => (
        <span key={w} className={styles.chip}>
          <Condition text={w} />
          <CloseButton size="sm" aria-label={t`Take away this condition`} onClick={() => onRemove(w)} />
        </span>
      ))}
      <code className={styles.expression} aria-label={t`As an expression`} role="note" translate="no">{where.map((w) => (where.length > 1 && /\|\||\?/.test(w) ? `(${w})` : w)).join(' && ')}</code>
    </>
  );
}
