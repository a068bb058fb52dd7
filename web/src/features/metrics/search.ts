import { readOne, readText, readTexts, readView, tidy, type View } from '../../url/view.ts';

export const grains = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type Grain = (typeof grains)[number];

const roles = ['row', 'numerator', 'denominator', 'spell', 'quota', 'credit', 'event', 'left_out'] as const;

/** The records panel: which row of the answer is opened. */
export interface Cell {
  period?: string;
  row?: Record<string, string>;
  role?: (typeof roles)[number];
}

/** The address of a metric page. */
export interface MetricSearch extends View {
  grain?: Grain;
  by?: string;
  where?: string[];
  order?: 'change';
  open?: Cell;
}

function readCell(v: unknown): Cell | undefined {
  if (typeof v !== 'object' || v === null) return undefined;
  const { period, row, role } = v as Record<string, unknown>;
  const pairs =
    typeof row === 'object' && row !== null ? Object.entries(row).filter(([, x]) => typeof x === 'string') : [];
  return tidy({
    period: readText(period),
    row: pairs.length > 0 ? (Object.fromEntries(pairs) as Record<string, string>) : undefined,
    role: readOne(role, roles),
  });
}

export function readMetricSearch(search: Record<string, unknown>): MetricSearch {
  return tidy({
    ...readView(search),
    grain: readOne(search['grain'], grains),
    by: readText(search['by']),
    where: readTexts(search['where']),
    order: readOne(search['order'], ['change']),
    open: readCell(search['open']),
  });
}

/** A grain that gives a readable number of periods: months, or shorter and longer where the days ask for it. */
export function fittingGrain(from?: string, to?: string): Grain {
  if (!from || !to) return 'month';
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
  return days <= 31 ? 'day' : days <= 100 ? 'week' : days <= 1100 ? 'month' : 'quarter';
}
