import type { Range } from './presets.ts';

const dayMs = 86_400_000;
const iso = (d: Date) => d.toISOString().slice(0, 10);
const utc = (day: string) => new Date(`${day}T00:00:00Z`);

export type Kind = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** How long a run of days is, as the kind of period it is nearest to. */
export function kindOf(from: string, to: string): Kind {
  const days = (utc(to).getTime() - utc(from).getTime()) / dayMs + 1;
  return days <= 1 ? 'day' : days <= 10 ? 'week' : days <= 31 ? 'month' : days <= 100 ? 'quarter' : 'year';
}

const months: Partial<Record<Kind, number>> = { month: 1, quarter: 3, year: 12 };

/** Eight periods of the range's own kind that end with it; without a range, quarters, of which the last eight are shown. */
export function eightPeriods(range: Range): { grain: Kind; from?: string; to?: string } {
  if (!range.from || !range.to) return { grain: 'quarter' };
  const grain = kindOf(range.from, range.to);
  const first = utc(range.from);
  const step = months[grain];
  if (step !== undefined) first.setUTCMonth(first.getUTCMonth() - 7 * step);
  else first.setUTCDate(first.getUTCDate() - 7 * (grain === 'week' ? 7 : 1));
  return { grain, from: iso(first), to: range.to };
}
