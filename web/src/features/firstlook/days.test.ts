import { expect, test } from 'vitest';
import { sampleDays, span } from './days.ts';

test('a span counts both ends, over a leap day too', () => {
  const s = span('2024-02-27', '2024-03-02');
  expect(s.length).toBe(5);
  expect([0, 1, 2, 3, 4].map(s.at)).toEqual(['2024-02-27', '2024-02-28', '2024-02-29', '2024-03-01', '2024-03-02']);
  expect(s.index('2024-03-01')).toBe(3);
  expect(s.index('2030-01-01')).toBe(4);
});

test('samples hold both ends and each special day with its eve', () => {
  const days = sampleDays(span('2026-02-23', '2026-11-23'), ['2026-03-07'], 5);
  expect(days[0]).toBe('2026-02-23');
  expect(days.at(-1)).toBe('2026-11-23');
  expect(days).toContain('2026-03-06');
  expect(days).toContain('2026-03-07');
});

test('a history of one day has one sample', () => {
  expect(sampleDays(span('2026-01-01', '2026-01-01'), [])).toEqual(['2026-01-01']);
});
