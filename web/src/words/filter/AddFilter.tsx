import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Popover } from '@mantine/core';
import { useState } from 'react';
import { FilterMenus } from './FilterMenus.tsx';
import styles from './filter.module.css';

interface Props {
  /** What the conditions are about. */
  object: string;
  /** Further fields by which a metric is cut. */
  more?: string[];
  onAdd: (condition: string) => void;
  shortcut?: string;
}

/** One more condition, from menus. */
export function AddFilter({ object, more, onAdd, shortcut }: Props) {
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
        <Button variant="default" data-shortcut={shortcut} aria-expanded={open} onClick={() => setOpen(!open)}>
          <Trans>Add a filter</Trans>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t`Filter`} className={styles.dropdown}>
        <FilterMenus
          object={object}
          more={more}
          onApply={(c) => {
            setOpen(false);
            onAdd(c);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
