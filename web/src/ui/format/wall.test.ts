import { expect, test } from 'vitest';
import { instantOf, percentOf, shareOf, wallOf } from './wall.ts';

test('an instant is edited by what the clocks of the company show', () => {
  expect(wallOf('2026-01-31T08:00:00Z', 'Europe/Berlin')).toBe('2026-01-31T09:00');
  expect(wallOf('2026-07-01T03:30:00Z', 'America/New_York')).toBe('2026-06-30T23:30');
  expect(wallOf('2026-07-01T00:00:00Z', 'UTC')).toBe('2026-07-01T00:00');
  for (const zone of [
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kolkata',
    'America/Sao_Paulo',
    'Pacific/Auckland',
  ]) {
    for (let h = 0; h < 24 * 366; h += 29) {
      const iso = new Date(Date.UTC(2026, 0, 1, h)).toISOString().replace('.000Z', 'Z');
      const back = instantOf(wallOf(iso, zone), zone);
      expect(wallOf(back, zone)).toBe(wallOf(iso, zone));
      if (back !== iso) expect(Date.parse(iso) - Date.parse(back)).toBe(3_600_000); // shown twice: the first
    }
  }
});

test('a time that clocks skip or show twice is one instant', () => {
  expect(instantOf('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00Z');
  expect(instantOf('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00Z');
  expect(instantOf('soon', 'UTC')).toBe('soon');
});

test('a probability is written in percent', () => {
  expect(percentOf(0.35)).toBe('35');
  expect(percentOf(0.07)).toBe('7');
  expect(percentOf(0.125)).toBe('12.5');
  expect(percentOf('')).toBe('');
  expect(shareOf('35')).toBe(0.35);
  expect(shareOf('12,5 %')).toBe(0.125);
  expect(shareOf('7')).toBe(0.07);
  expect(shareOf('high')).toBe('high');
});
