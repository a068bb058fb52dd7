import type { StatusName } from '../theme/tokens.ts';

/** One run of values of a chart. */
export interface Series {
  name: string;
  kind: 'line' | 'bar';
  /** A status colour, the action colour, or the quiet one for what is compared with. */
  tone: StatusName | 'main' | 'quiet';
  values: (number | null)[];
  dashed?: boolean;
  /** Uncertainty, drawn as a band around a line or a whisker on a bar. */
  low?: (number | null)[];
  high?: (number | null)[];
}

/** What a chart shows, in no library's words. */
export interface ChartSpec {
  labels: string[];
  series: Series[];
  /** A value in full, for the tooltip and the table. */
  full: (v: number) => string;
  /** A value for the axis. */
  short: (v: number) => string;
  /** A second line of a point, such as how many records it rests on. */
  detail?: (index: number) => string;
  /** The limits of the values, such as 0 and 1 of a share; the axis is fitted to the data between them. */
  least?: number;
  most?: number;
  /** The days of the points: the horizontal axis then is time, with ticks in words. */
  days?: string[];
  tick?: (day: string) => string;
  /** Points whose period is not over: drawn open, and joined with dots. */
  unfinished?: boolean[];
}

/** A value in full, with its interval where it has one. */
export function fullValue(spec: ChartSpec, s: Series, index: number, nothing: string): string {
  const [v, low, high] = [s.values[index], s.low?.[index], s.high?.[index]];
  if (v === null || v === undefined) return nothing;
  if (low === null || low === undefined || high === null || high === undefined) return spec.full(v);
  return `${spec.full(v)} (${spec.full(low)} – ${spec.full(high)})`;
}

/** A point in words: the tooltip, the live region and the table say the same. */
export function describePoint(spec: ChartSpec, index: number, nothing: string): string {
  const parts = spec.series.map((s) => `${s.name}: ${fullValue(spec, s, index, nothing)}`);
  const detail = spec.detail?.(index);
  return [spec.labels[index], ...parts, ...(detail ? [detail] : [])].join(', ');
}
