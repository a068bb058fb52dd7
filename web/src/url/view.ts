import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Question } from '../api/queries.ts';

/** What every page's address may carry: which days, compared with what, seen from which day. */
export interface View {
  from?: string;
  to?: string;
  compare?: 'previous' | 'year';
  /** A period that is not over is compared with the whole of the other, not to date. */
  whole?: true;
  as_of?: string;
  known_at?: string;
  org?: 'as-is';
  currency?: string;
  /** Whose records: a condition on owner or team. */
  scope?: string;
}

export const viewKeys = ['from', 'to', 'compare', 'whole', 'as_of', 'known_at', 'org', 'currency', 'scope'] as const;

const dayShape = /^\d{4}-\d{2}-\d{2}$/;

/** A real day in the form YYYY-MM-DD, else undefined: an address may hold anything. */
export function readDay(v: unknown): string | undefined {
  if (typeof v !== 'string' || !dayShape.test(v)) return undefined;
  const d = new Date(`${v}T00:00:00Z`);
  return !Number.isNaN(d.getTime()) && d.toISOString().startsWith(v) ? v : undefined;
}

export function readOne<T extends string>(v: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((a) => a === v);
}

export const readText = (v: unknown): string | undefined =>
  typeof v === 'string' && v !== '' ? v : typeof v === 'number' ? String(v) : undefined;

export const readTexts = (v: unknown): string[] | undefined => {
  const list = (Array.isArray(v) ? v : [v]).map(readText).filter((x) => x !== undefined);
  return list.length > 0 ? list : undefined;
};

/** Drops what is not given, so that defaults stay out of the address. */
export function tidy<T extends object>(o: T): T {
  return Object.fromEntries(Object.entries(o).filter(([, v]) => v !== undefined && v !== '' && v !== false)) as T;
}

export function readView(search: Record<string, unknown>): View {
  return tidy({
    from: readDay(search['from']),
    to: readDay(search['to']),
    compare: readOne(search['compare'], ['previous', 'year']),
    whole: search['whole'] === true ? true : undefined,
    as_of: readDay(search['as_of']),
    known_at: readDay(search['known_at']),
    org: readOne(search['org'], ['as-is']),
    currency: readText(search['currency']),
    scope: readText(search['scope']),
  });
}

/** What the address of a page of the settings may carry: filters of a list, and what of it is open. */
export interface MoreSearch extends View {
  state?: string;
  kind?: string;
  id?: string;
}

export const readMoreSearch = (search: Record<string, unknown>): MoreSearch =>
  tidy({
    ...readView(search),
    state: readText(search['state']),
    kind: readText(search['kind']),
    id: readText(search['id']),
  });

/** The current view and a way to change parts of it; undefined takes a part out (left in as undefined: what is only missing, the router would keep). */
export function useView(): [View, (patch: Partial<View>) => void] {
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const view = useMemo(() => readView(search as Record<string, unknown>), [search]);
  const change = (patch: Partial<View>) => {
    void navigate({ to: '.', search: ((old: object) => ({ ...old, ...patch })) as never });
  };
  return [view, change];
}

/** The day that is looked at, as the API takes it. */
export const pastOf = (view: View) => tidy({ as_of: view.as_of, known_at: view.known_at });

/** The part of a metric's question that the address holds. A comparison needs days to compare. */
export function questionOf(view: View, where: string[] = []): Question {
  const conditions = [...(view.scope ? [view.scope] : []), ...where];
  return tidy({
    from: view.from,
    to: view.to,
    compare: view.from && view.to ? view.compare : undefined,
    whole: view.from && view.to && view.compare ? view.whole : undefined,
    as_of: view.as_of,
    known_at: view.known_at,
    org: view.org,
    currency: view.currency,
    where: conditions.length > 0 ? conditions : undefined,
  });
}
