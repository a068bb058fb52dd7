import { Trans, useLingui } from '@lingui/react/macro';
import { Menu, UnstyledButton } from '@mantine/core';
import { useView } from '../../url/view.ts';
import styles from './bar.module.css';

/** With what the period is compared. Without days on both ends there is nothing before it. */
export function ComparePicker() {
  const { t } = useLingui();
  const [view, change] = useView();
  const possible = Boolean(view.from && view.to);
  const names = { none: t`Nothing`, previous: t`Period before`, year: t`Year before` };
  const current = (possible && view.compare) || 'none';
  return (
    <Menu position="bottom-end" transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <UnstyledButton className={styles.pick} data-on={current !== 'none' || undefined}>
          <span className={styles.lead}><Trans>Compare with</Trans></span> {names[current]}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {!possible && <Menu.Label><Trans>Choose a period first</Trans></Menu.Label>}
        {(['none', 'previous', 'year'] as const).map((c) => (
          <Menu.Item key={c} disabled={!possible && c !== 'none'} onClick={() => change({ compare: c === 'none' ? undefined : c })}>
            {c === current ? '✓ ' : ''}{names[c]}
          </Menu.Item>
        ))}
        {current !== 'none' && (
          <>
            <Menu.Divider />
            <Menu.Item onClick={() => change({ whole: view.whole ? undefined : true })}>
              {view.whole ? '✓ ' : ''}<Trans>Whole period, although this one is not over</Trans>
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
