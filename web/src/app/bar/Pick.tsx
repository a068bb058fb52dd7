import { useLingui } from '@lingui/react/macro';
import { UnstyledButton, type UnstyledButtonProps } from '@mantine/core';
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { useObeys, type Chip } from './obeys.ts';
import styles from './bar.module.css';

interface Props extends UnstyledButtonProps, Omit<ButtonHTMLAttributes<HTMLButtonElement>, keyof UnstyledButtonProps> {
  chip: Chip;
  lead: ReactNode;
  /** What is chosen. */
  text: ReactNode;
  /** It differs from what a page starts with. */
  on?: boolean;
  warn?: boolean;
  /** Why it cannot be chosen now, on a page that would follow it. */
  off?: string;
  ref?: Ref<HTMLButtonElement>;
}

/** One choice of the top bar. Where the page does not follow it, it is visibly off and says so. */
export function Pick({ chip, lead, text, on, warn, off, onClick, ...rest }: Props) {
  const { t } = useLingui();
  const obeyed = useObeys()(chip);
  const why = obeyed ? off : t`This page does not depend on it`;
  return (
    <UnstyledButton
      {...rest}
      className={styles.pick}
      data-on={(!why && on) || undefined}
      data-warn={(!why && warn) || undefined}
      data-held={(why && (on || warn)) || undefined}
      aria-disabled={why ? true : undefined}
      title={why}
      onClick={why ? undefined : onClick}
    >
      <span className={styles.lead}>{lead}</span> <span className={styles.chosen}>{text}</span>
    </UnstyledButton>
  );
}
