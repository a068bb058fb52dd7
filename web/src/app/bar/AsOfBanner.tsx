import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { useView } from '../../url/view.ts';
import { useObeys } from './obeys.ts';
import styles from './bar.module.css';

/** Says loudly that this is not now. */
export function AsOfBanner() {
  const format = useFormat();
  const [view, change] = useView();
  const iso = view.as_of ?? view.known_at;
  const obeys = useObeys();
  if (!iso || !obeys('as_of')) return null;
  const day = format.day(iso);
  return (
    <div className={styles.banner} role="status">
      <strong>
        <Trans>You are looking at {day}, read-only.</Trans>
      </strong>
      <span>
        {view.known_at ? (
          <Trans>Only what was known on that day.</Trans>
        ) : (
          <Trans>With what was corrected since.</Trans>
        )}
      </span>
      <Button size="compact-xs" variant="default" onClick={() => change({ as_of: undefined, known_at: undefined })}>
        <Trans>Back to now</Trans>
      </Button>
    </div>
  );
}
