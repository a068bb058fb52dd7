/** Days that move with the question: a condition says "this quarter", and the server knows which days that is. */

export const grains = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type RelativeGrain = (typeof grains)[number];

/** Periods as menus offer them: "quarter:-1" is the quarter before. */
export const during = grains.flatMap((g) => [0, -1, 1].map((n) => `${g}:${n}`));

/** How a day is compared with the day of the question. */
export type RelativeOperator = 'during' | 'last' | 'next' | 'past' | 'future';
export const relativeOperators: RelativeOperator[] = ['during', 'last', 'next', 'past', 'future'];

const start = (grain: string, n: number) => `start_of("${grain}"${n === 0 ? '' : `, ${n}`})`;

/** A condition on a day; undefined while its value is not one. */
export function buildRelative(path: string, op: RelativeOperator, value: string): string | undefined {
  switch (op) {
    case 'past':
      return `${path} < as_of`;
    case 'future':
      return `${path} > as_of`;
    case 'last':
      return days.test(value) ? `${path} > as_of - ${value} && ${path} <= as_of` : undefined;
    case 'next':
      return days.test(value) ? `${path} > as_of && ${path} <= as_of + ${value}` : undefined;
    case 'during': {
      if (!during.includes(value)) return undefined;
      const [grain, n] = value.split(':') as [string, string];
      return `${path} >= ${start(grain, Number(n))} && ${path} < ${start(grain, Number(n) + 1)}`;
    }
  }
}

const days = /^[1-9]\d{0,4}$/;

/** The parts of what buildRelative wrote; undefined for everything else. */
export function relativeParts(text: string): { path: string; op: RelativeOperator; value: string } | undefined {
  const path = /^[\w.]+/.exec(text)?.[0];
  if (!path) return undefined;
  const n = /as_of [-+] (\d+)/.exec(text)?.[1] ?? '';
  const period = /start_of\("(\w+)"(?:, (-?\d+))?\)/.exec(text);
  const value = { past: '', future: '', last: n, next: n, during: period ? `${period[1]}:${period[2] ?? 0}` : '' };
  const op = relativeOperators.find((o) => buildRelative(path, o, value[o]) === text);
  return op && { path, op, value: value[op] };
}
