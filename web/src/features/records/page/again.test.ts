import { expect, test } from 'vitest';
import { saysAgain } from './again.ts';

const list = (object: string, ...ids: string[]) =>
  ({ object, count: ids.length, records: ids.map((id) => ({ id })) }) as never as Parameters<typeof saysAgain>[0];

test('what a record lists itself is not listed again for its account', () => {
  const own = { related: [list('lead', 'a'), list('activity', 'b', 'c')] };
  expect(saysAgain(list('lead', 'a'), own)).toBe(true);
  expect(saysAgain(list('activity', 'c', 'b'), own)).toBe(true);
  expect(saysAgain(list('activity', 'b', 'c', 'd'), own)).toBe(false);
  expect(saysAgain(list('contact', 'a'), own)).toBe(false);
});
