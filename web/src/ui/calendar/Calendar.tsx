import { useLingui } from '@lingui/react/macro';
import { DatePicker, DatesProvider } from '@mantine/dates';
import '@mantine/dates/styles.layer.css';
import 'dayjs/locale/pt-br';
import 'dayjs/locale/zh-cn';
import { useState, type ReactNode } from 'react';

const dayjsLocale: Record<string, string> = { 'zh-Hans': 'zh-cn', 'pt-BR': 'pt-br' };

function Localised({ children }: { children: ReactNode }) {
  const { i18n } = useLingui();
  return (
    <DatesProvider settings={{ locale: dayjsLocale[i18n.locale] ?? 'en', firstDayOfWeek: 1, weekendDays: [] }}>
      {children}
    </DatesProvider>
  );
}

function useLabels() {
  const { t } = useLingui();
  return {
    previousMonth: t`Month before`,
    nextMonth: t`Next month`,
    previousYear: t`Year before`,
    nextYear: t`Next year`,
    previousDecade: t`Ten years before`,
    nextDecade: t`Next ten years`,
  };
}

interface DayProps {
  day?: string;
  max?: string;
  onPick: (day: string) => void;
}

export function DayCalendar({ day, max, onPick }: DayProps) {
  const labels = useLabels();
  return (
    <Localised>
      <DatePicker
        ariaLabels={labels}
        hideOutsideDates
        maxDate={max}
        value={day ?? null}
        defaultDate={day ?? max}
        onChange={(d) => d && onPick(d)}
      />
    </Localised>
  );
}

interface RangeProps {
  from?: string;
  to?: string;
  onPick: (from: string, to: string) => void;
}

export function RangeCalendar({ from, to, onPick }: RangeProps) {
  const labels = useLabels();
  const [range, setRange] = useState<[string | null, string | null]>([from ?? null, to ?? null]);
  return (
    <Localised>
      <DatePicker
        type="range"
        allowSingleDateInRange
        ariaLabels={labels}
        hideOutsideDates
        value={range}
        defaultDate={to ?? undefined}
        onChange={(r) => {
          setRange(r);
          if (r[0] && r[1]) onPick(r[0], r[1]);
        }}
      />
    </Localised>
  );
}
