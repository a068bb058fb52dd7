import { Trans, useLingui } from '@lingui/react/macro';
import { Menu } from '@mantine/core';
import { useView } from '../../url/view.ts';
import { Pick } from './Pick.tsx';

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
        <Pick
          chip="compare"
          lead={t`Compare with`}
          text={names[current]}
          on={current !== 'none'}
          off={possible ? undefined : t`Choose a period first`}
        />
      </Menu.Target>
      <Menu.Dropdown>
        {(['none', 'previous', 'year'] as const).map((c) => (
          <Menu.Item key={c} onClick={() => change({ compare: c === 'none' ? undefined : c })}>
            {c === current ? '✓ ' : ''}
            {names[c]}
          </Menu.Item>
        ))}
        {current !== 'none' && (
          <>
            <Menu.Divider />
            <Menu.Item onClick={() => change({ whole: view.whole ? undefined : true })}>
              {view.whole ? '✓ ' : ''}
              <Trans>Whole period, although this one is not over</Trans>
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
