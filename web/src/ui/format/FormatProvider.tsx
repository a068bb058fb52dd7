import { plural, t } from '@lingui/core/macro';
import { useLingui } from '@lingui/react';
import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { makeFormat, type Format } from './format.ts';

const Context = createContext<Format | null>(null);

interface Props {
  /** The company's time zone, in which instants are shown. */
  zone: string;
  /** The fiscal year is not the calendar's, so years are named FY2026. */
  fiscal?: boolean;
  children: ReactNode;
}

export function FormatProvider({ zone, fiscal = false, children }: Props) {
  const { i18n } = useLingui();
  const locale = i18n.locale;
  const format = useMemo(
    () =>
      makeFormat(locale, zone, {
        day: (n, text) => plural(n, { one: `${text} day`, other: `${text} days` }),
        month: (n, text) => plural(n, { one: `${text} month`, other: `${text} months` }),
        quarter: (quarter, year) => (fiscal ? t`Q${quarter} FY${year}` : t`Q${quarter} ${year}`),
        fiscalMonth: (month, year) => t`P${month} FY${year}`,
        year: (year) => (fiscal ? t`FY${year}` : year),
        week: (week, year) => t`Week ${week}, ${year}`,
      }),
    [locale, zone, fiscal],
  );
  return <Context value={format}>{children}</Context>;
}

export function useFormat(): Format {
  const format = useContext(Context);
  if (!format) throw new Error('useFormat outside FormatProvider');
  return format;
}
