import { useLingui } from '@lingui/react/macro';
import { Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { choose, languages, type Language } from '../../ui/i18n/locale.ts';
import { WhoItems } from './WhoItems.tsx';
import styles from '../bar/bar.module.css';

/** Who is signed in, colours, language and help. */
export function UserMenu({ onHelp }: { onHelp?: () => void }) {
  const { t, i18n } = useLingui();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const schemes = [
    ['auto', t`As the system`],
    ['light', t`Light`],
    ['dark', t`Dark`],
  ] as const;
  return (
    <Menu position="bottom-end" width={220} transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <UnstyledButton className={styles.pick} aria-label={t`Account, colours, language, help`}>
          <span aria-hidden translate="no">
            ☰
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <WhoItems />
        <Menu.Label>{t`Colours`}</Menu.Label>
        {schemes.map(([value, name]) => (
          <Menu.Item
            key={value}
            aria-current={colorScheme === value}
            rightSection={colorScheme === value ? '✓' : null}
            onClick={() => setColorScheme(value)}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t`Language`}</Menu.Label>
        {Object.entries(languages).map(([code, name]) => (
          <Menu.Item
            key={code}
            aria-current={i18n.locale === code}
            lang={code}
            translate="no"
            rightSection={i18n.locale === code ? '✓' : null}
            onClick={() => void choose(code as Language)}
          >
            {name}
          </Menu.Item>
        ))}
        {onHelp && (
          <>
            <Menu.Divider />
            <Menu.Item onClick={onHelp}>{t`Keyboard`}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
