import { useLingui } from '@lingui/react/macro';
import { Button, Popover } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { periodsQuery } from '../../api/queries.ts';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { Loading } from '../../ui/state/states.tsx';
import { presetOf, presetRange, presets } from '../../url/presets.ts';
import { useToday } from '../../url/today.ts';
import { useView } from '../../url/view.ts';
import { usePresetNames } from './presetNames.ts';
import { Pick } from './Pick.tsx';
import styles from './bar.module.css';

const Calendar = lazy(() => import('../../ui/calendar/Calendar.tsx').then((m) => ({ default: m.RangeCalendar })));

export function PeriodPicker() {
  const { t } = useLingui();
  const format = useFormat();
  const today = useToday();
  const [view, change] = useView();
  const [open, setOpen] = useState(false);
  const named = useQuery(periodsQuery(today)).data ?? [];

  const names = usePresetNames();
  const range = { from: view.from, to: view.to };
  const preset = presetOf(range, named);
  const from = view.from && format.day(view.from);
  const to = view.to && format.day(view.to);
  const text = preset ? names[preset] : from && to ? `${from} – ${to}` : from ? t`since ${from}` : t`until ${to}`;
  const pick = (r: { from?: string; to?: string }) => {
    change({ from: r.from, to: r.to, ...(r.from && r.to ? {} : { compare: undefined }) });
    setOpen(false);
  };
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-end"
      shadow="md"
      trapFocus
      withinPortal
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <Pick
          chip="period"
          lead={t`Period`}
          text={text}
          on={preset !== 'all'}
          onClick={() => setOpen(!open)}
          aria-haspopup="dialog"
          aria-expanded={open}
        />
      </Popover.Target>
      <Popover.Dropdown aria-label={t`Period`}>
        <div className={styles.panel}>
          <Button.Group orientation="vertical">
            {presets.map((p) => (
              <Button
                key={p}
                variant={p === preset ? 'filled' : 'default'}
                justify="start"
                disabled={!presetRange(p, named)}
                onClick={() => pick(presetRange(p, named) ?? {})}
              >
                {names[p]}
              </Button>
            ))}
          </Button.Group>
          <Suspense fallback={<Loading height={260} />}>
            <Calendar from={view.from} to={view.to} onPick={(a, b) => pick({ from: a, to: b })} />
          </Suspense>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
