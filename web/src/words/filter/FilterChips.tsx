import { useLingui } from '@lingui/react/macro';
import { CloseButton, Popover, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { Condition } from '../Condition.tsx';
import { FilterMenus } from './FilterMenus.tsx';
import styles from './filter.module.css';

interface Props {
  /** What the conditions are about. */
  object: string;
  more?: string[];
  where: string[];
  onChange: (where: string[]) => void;
}

/** The conditions in force: in words, each to be opened and changed in its place or taken away, and together as the expression that the server is asked. */
export function FilterChips({ object, more, where, onChange }: Props) {
  const { t } = useLingui();
  if (where.length === 0) return null;
  const replace = (at: number, text: string) =>
    onChange(where.map((w, i) => (i === at ? text : w)).filter((w, i, all) => all.indexOf(w) === i));
  return (
    <>
      {where.map((w, at) => (
        <span key={at} className={styles.chip}>
          <Chip object={object} more={more} text={w} onApply={(text) => replace(at, text)} />
          <CloseButton
            size="sm"
            aria-label={t`Take away this condition`}
            onClick={() => onChange(where.filter((_, i) => i !== at))}
          />
        </span>
      ))}
      <code className={styles.expression} aria-label={t`As an expression`} role="note" translate="no">
        {where.map((w) => (where.length > 1 && /\|\||\?/.test(w) ? `(${w})` : w)).join(' && ')}
      </code>
    </>
  );
}

function Chip({
  object,
  more,
  text,
  onApply,
}: {
  object: string;
  more?: string[];
  text: string;
  onApply: (text: string) => void;
}) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-start"
      shadow="md"
      trapFocus
      returnFocus
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <UnstyledButton
          className={styles.words}
          title={t`Change this filter`}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <Condition text={text} />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={styles.dropdown}>
        <FilterMenus
          object={object}
          more={more}
          given={text}
          onApply={(c) => {
            setOpen(false);
            onApply(c);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
