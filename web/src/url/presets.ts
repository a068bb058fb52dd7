/** Named runs of days. Days only: numbers are the server's business. */
export type Preset = 'all' | 'this_quarter' | 'last_quarter' | 'this_year' | 'last_year' | 'this_month' | 'last_month' | 'last_12_months';

export interface Range {
  from?: string;
  to?: string;
}

const iso = (year: number, month: number, day: number) => new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);

/** The days of a preset, with both ends included, on a given day. Quarters and years are fiscal. */
export function presetRange(preset: Preset, today: string, firstMonth = 1): Range {
  const [y, m] = today.split('-').map(Number) as [number, number];
  const month = m - 1;
  const sinceYear = (month - (firstMonth - 1) + 12) % 12;
  const sinceQuarter = sinceYear % 3;
  const run = (start: number, months: number): Range => ({ from: iso(y, start, 1), to: iso(y, start + months, 0) });
  switch (preset) {
    case 'all': return {};
    case 'this_month': return run(month, 1);
    case 'last_month': return run(month - 1, 1);
    case 'this_quarter': return run(month - sinceQuarter, 3);
    case 'last_quarter': return run(month - sinceQuarter - 3, 3);
    case 'this_year': return run(month - sinceYear, 12);
    case 'last_year': return run(month - sinceYear - 12, 12);
    case 'last_12_months': return { from: iso(y, month - 11, 1), to: iso(y, month + 1, 0) };
  }
}

export const presets: Preset[] = ['all', 'this_month', 'last_month', 'this_quarter', 'last_quarter', 'this_year', 'last_year', 'last_12_months'];

/** The day before. */
export const dayBefore = (day: string): string => {
  const [y, m, d] = day.split('-').map(Number) as [number, number, number];
  return iso(y, m - 1, d - 1);
};

/** Which preset a range is on this day, if any. */
export function presetOf(range: Range, today: string, firstMonth = 1): Preset | undefined {
  return presets.find((p) => {
    const r = presetRange(p, today, firstMonth);
    return r.from === range.from && r.to === range.to;
  });
}
