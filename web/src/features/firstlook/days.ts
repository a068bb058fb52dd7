const dayMs = 86_400_000;
const number = (iso: string) => Math.round(Date.parse(`${iso}T00:00:00Z`) / dayMs);
const iso = (n: number) => new Date(n * dayMs).toISOString().slice(0, 10);

/** A run of days that a slider walks along; both ends included. */
export interface Span {
  length: number;
  at: (index: number) => string;
  index: (day: string) => number;
}

export function span(since: string, until: string): Span {
  const first = number(since);
  const length = Math.max(0, number(until) - first) + 1;
  return { length, at: (i) => iso(first + i), index: (day) => Math.min(length - 1, Math.max(0, number(day) - first)) };
}

/** Days to draw: spread over the span, and each special day with the one before it. */
export function sampleDays(s: Span, special: string[], count = 14): string[] {
  const picked = new Set<number>();
  const steps = Math.min(count, s.length);
  for (let i = 0; i < steps; i++) picked.add(steps === 1 ? 0 : Math.round((i * (s.length - 1)) / (steps - 1)));
  for (const day of special.slice(0, 5)) {
    picked.add(s.index(day));
    picked.add(Math.max(0, s.index(day) - 1));
  }
  return [...picked].sort((a, b) => a - b).map(s.at);
}
