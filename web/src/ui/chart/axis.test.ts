import { expect, test } from 'vitest';
import { fitAxis } from './axis.ts';

test('a line between 27 % and 39 % fills the picture instead of standing between 0 and 100', () => {
  expect(fitAxis([0.27, 0.31, 0.388], { least: 0, most: 1 })).toEqual({ min: 0.25, max: 0.4, interval: 0.05 });
});
test('bars begin at zero', () => {
  expect(fitAxis([410, 980], { zero: true })).toEqual({ min: 0, max: 1000, interval: 250 });
});
test('negative bars hang from zero', () => {
  expect(fitAxis([-40, 100], { zero: true })).toEqual({ min: -50, max: 100, interval: 50 });
});
test('a share never passes 100 %, a sum of money not below its limit', () => {
  expect(fitAxis([0.93, 1], { least: 0, most: 1 })!.max).toBe(1);
  expect(fitAxis([0, 12], { least: 0 })!.min).toBe(0);
});
test('one value stands in the middle, none has no axis', () => {
  const one = fitAxis([50])!;
  expect(one.min).toBeLessThan(50);
  expect(one.max).toBeGreaterThan(50);
  expect(fitAxis([null, undefined])).toBeUndefined();
  expect(fitAxis([0, 0], { zero: true })!.max).toBeGreaterThan(0);
});
test('whole numbers have whole lines, so that each label is where it says', () => {
  for (let most = 0; most <= 40; most++) {
    const { min, max, interval } = fitAxis([0, most], { zero: true })!;
    expect([most, min, max, interval].every(Number.isInteger), `up to ${most}: every ${interval}`).toBe(true);
  }
  expect(fitAxis([1])).toEqual({ min: 0, max: 2, interval: 1 });
  expect(fitAxis([0, 1], { least: 0, most: 1 })!.interval).toBe(0.25);
  expect(fitAxis([0.5, 9.5], { zero: true })!.interval).toBe(2.5);
});
