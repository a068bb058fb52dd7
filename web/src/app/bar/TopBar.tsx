import { Trans, useLingui } from '@lingui/react/macro';
import { Burger, Kbd, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { AsOfPicker } from './AsOfPicker.tsx';
import { ComparePicker } from './ComparePicker.tsx';
import { PeriodPicker } from './PeriodPicker.tsx';
import { ScopePicker } from './ScopePicker.tsx';
import { UserMenu } from '../user/UserMenu.tsx';
import styles from './bar.module.css';

interface Props {
  railOpen: boolean;
  onRail: () => void;
  onPalette: () => void;
  onHelp: () => void;
}

export function TopBar({ railOpen, onRail, onPalette, onHelp }: Props) {
  const { t } = useLingui();
  return (
    <div className={styles.bar}>
      <Burger
        hiddenFrom="sm"
        opened={railOpen}
        onClick={onRail}
        size="sm"
        aria-label={t`Pages`}
        aria-expanded={railOpen}
      />
      <Link to="/" className={styles.brand} translate="no">
        salesops
      </Link>
      <UnstyledButton className={styles.search} onClick={onPalette}>
        <span>
          <Trans>Search</Trans>
        </span>
        <Kbd size="xs" translate="no">
          Ctrl K
        </Kbd>
      </UnstyledButton>
      <div className={styles.view}>
        <PeriodPicker />
        <ComparePicker />
        <AsOfPicker />
        <ScopePicker />
      </div>
      <UserMenu onHelp={onHelp} />
    </div>
  );
}
