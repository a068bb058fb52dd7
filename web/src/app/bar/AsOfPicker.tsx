import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Popover, SegmentedControl } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { Loading } from '../../ui/state/states.tsx';
import { useToday } from '../../url/today.ts';
import { useView } from '../../url/view.ts';
import { Pick } from './Pick.tsx';
import styles from './bar.module.css';

const Calendar = lazy(() => import('../../ui/calendar/Calendar.tsx').then((m) => ({ default: m.DayCalendar })));

/** Time travel: everything as it was at the end of a past day. */
export function AsOfPicker() {
  const { t } = useLingui();
  const format = useFormat();
  const today = useToday();
  const [view, change] = useView();
  const [open, setOpen] = useState(false);
  const day = view.as_of ?? view.known_at;
  const thenMode = view.known_at !== undefined;
  const go = (to: string | undefined, then: boolean) => change({ as_of: to, known_at: then ? to : undefined });
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-end"
      shadow="md"
      trapFocus
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <Pick
          chip="as_of"
          lead={t`As of`}
          text={day ? format.day(day) : t`Now`}
          warn={day !== undefined}
          onClick={() => setOpen(!open)}
          aria-haspopup="dialog"
          aria-expanded={open}
        />
      </Popover.Target>
      <Popover.Dropdown aria-label={t`As of`}>
        <div className={styles.panel}>
          <SegmentedControl
            aria-label={t`Which knowledge`}
            value={thenMode ? 'then' : 'since'}
            onChange={(v) => go(day, v === 'then')}
            disabled={!day}
            data={[
              { value: 'since', label: t`Corrected since` },
              { value: 'then', label: t`As known then` },
            ]}
          />
          <Suspense fallback={<Loading height={260} />}>
            <Calendar
              day={day}
              max={today}
              onPick={(d) => {
                go(d, thenMode);
                setOpen(false);
              }}
            />
          </Suspense>
          <Button
            variant="default"
            disabled={!day}
            onClick={() => {
              go(undefined, false);
              setOpen(false);
            }}
          >
            <Trans>Back to now</Trans>
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
