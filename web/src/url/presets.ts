/** Named runs of days. Which days they are depends on the company's fiscal calendar: the server says. */
export type Preset =
  'all' | 'this_quarter' | 'last_quarter' | 'this_year' | 'last_year' | 'this_month' | 'last_month' | 'last_12_months';

export interface Range {
  from?: string;
  to?: string;
}

/** The named runs as of a day, as the server lists them. */
export type Named = readonly { name: string; from: string; to: string }[];

export const presets: Preset[] = [
  'all',
  'this_month',
  'last_month',
  'this_quarter',
  'last_quarter',
  'this_year',
  'last_year',
  'last_12_months',
];

/** The days of a preset, with both ends included; undefined while they are not known. */
export function presetRange(preset: Preset, named: Named): Range | undefined {
  if (preset === 'all') return {};
  const found = named.find((n) => n.name === preset);
  return found && { from: found.from, to: found.to };
}

/** Which preset a range is, if any. */
export function presetOf(range: Range, named: Named): Preset | undefined {
  return presets.find((p) => {
    const r = presetRange(p, named);
    return r && r.from === range.from && r.to === range.to;
  });
}

/** The day before. */
export const dayBefore = (day: string): string => {
  const [y, m, d] = day.split('-').map(Number) as [number, number, number];
  return new Date(Date.UTC(y, m - 1, d - 1)).toISOString().slice(0, 10);
};
