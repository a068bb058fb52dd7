import type { Schemas } from '../../../api/client.ts';
import type { StepCode } from './search.ts';

/** A bar of the bridge: where it lies, in percent of its track, and where the number stands after it. */
export interface Span {
  end?: 'first' | 'second';
  step?: StepCode;
  amount: number | string | null;
  left: number;
  width: number;
  at: number;
}

/** The bars from the first number to the second; nothing where one of them has no value. */
export function spans(row: Schemas['ExplainedRow']): (Span[] & { cut?: boolean }) | undefined {
  if (row.difference === null || row.first.value === null || row.second.value === null) return undefined;
  const stands = [Number(row.first.value)];
  for (const s of row.steps) stands.push(s.amount === null ? stands.at(-1)! : stands.at(-1)! + Number(s.amount));
  const most = Math.max(...stands);
  const least = Math.min(...stands);
  // From zero, unless the steps are too small to be seen then: the ends are cut off in that case.
  const moved = most - least;
  const wide = Math.max(most, 0) - Math.min(least, 0);
  const cut = moved > 0 && moved < wide / 8 && Math.min(...stands) > 0;
  const from = cut ? least - moved / 2 : Math.min(least, 0);
  const to = Math.max(most, 0) === from ? from + 1 : Math.max(most, 0);
  const place = (v: number) => ((v - from) / (to - from)) * 100;
  const bar = (a: number, b: number) => ({
    left: place(Math.min(a, b)),
    width: place(Math.max(a, b)) - place(Math.min(a, b)),
    at: place(b),
  });
  const base = cut ? from : 0;
  const bars: Span[] = [
    { end: 'first', amount: row.first.value, ...bar(base, stands[0]!) },
    ...row.steps.map((s, i) => ({ step: s.step, amount: s.amount, ...bar(stands[i]!, stands[i + 1]!) })),
    { end: 'second', amount: row.second.value, ...bar(base, stands.at(-1)!) },
  ];
  return Object.assign(bars, { cut });
}
