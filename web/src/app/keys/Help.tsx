import { Trans, useLingui } from '@lingui/react/macro';
import { Kbd, Modal, Switch } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useNav } from '../shell/nav.ts';
import { singleKeys } from './shortcuts.ts';
import styles from './Help.module.css';

export function Help({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useLingui();
  const nav = useNav();
  const [on, setOn] = useState(singleKeys.on());
  return (
    <Modal
      opened
      onClose={onClose}
      title={t`Keyboard`}
      closeButtonProps={{ 'aria-label': t`Close` }}
      transitionProps={{ duration: 0 }}
    >
      <dl className={styles.keys}>
        <Row keys={['Ctrl', 'K']}>
          <Trans>Go anywhere, find any record</Trans>
        </Row>
        <Row keys={['?']}>
          <Trans>This help</Trans>
        </Row>
        <Row keys={['/']}>
          <Trans>Search the list</Trans>
        </Row>
        <Row keys={['e']}>
          <Trans>Edit the record</Trans>
        </Row>
        <Row keys={['←', '→', 'Enter']}>
          <Trans>Walk along a chart, open the records of a point</Trans>
        </Row>
        <Row keys={['Esc']}>
          <Trans>Close a panel</Trans>
        </Row>
        {nav
          .flatMap((g) => g.entries)
          .map((e) => (
            <Row key={e.key} keys={['g', e.key]}>
              {i18n._(e.label)}
            </Row>
          ))}
      </dl>
      <Switch
        mt="md"
        checked={on}
        label={t`Single keys work`}
        description={t`Ctrl-K works in any case.`}
        onChange={(e) => {
          singleKeys.set(e.currentTarget.checked);
          setOn(e.currentTarget.checked);
        }}
      />
    </Modal>
  );
}

function Row({ keys, children }: { keys: string[]; children: ReactNode }) {
  return (
    <div className={styles.row}>
      <dt>
        {keys.map((k) => (
          <Kbd key={k} translate="no">
            {k}
          </Kbd>
        ))}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}
