import { describe, expect, it } from 'vitest';
import type { Schemas } from '../../../api/client.ts';
import { receiptOf, readExplainSearch } from './search.ts';
import { spans } from './spans.ts';

const told = (value: string | null) => ({ value, n: 1, reason: '' });
const row = (first: string | null, second: string | null, ...amounts: (string | null)[]): Schemas['ExplainedRow'] => ({
  by: {},
  label: null,
  currency: 'EUR',
  first: told(first),
  second: told(second),
  difference: first === null || second === null ? null : String(Number(second) - Number(first)),
  steps: (['new_data', 'late_corrections', 'definition', 'teams', 'rates'] as const).map((step, i) => ({
    step,
    amount: amounts[i] ?? null,
    after: told(null),
  })),
});

describe('the bridge', () => {
  it('hangs each step where the one before it ended', () => {
    const bars = spans(row('100', '90', '50', '-80', '0', '20', '0'))!;
    expect(bars.map((b) => [Math.round(b.left), Math.round(b.width)])).toEqual([
      [0, 67],
      [67, 33],
      [47, 53],
      [47, 0],
      [47, 13],
      [60, 0],
      [0, 60],
    ]);
  });
  it('crosses zero', () => {
    const bars = spans(row('50', '-50', '-100', '0', '0', '0', '0'))!;
    expect(bars.map((b) => [b.left, b.width])).toEqual([
      [50, 50],
      [0, 100],
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 50],
    ]);
  });
  it('cuts the ends off where the steps would be too small to be seen', () => {
    const bars = spans(row('1000', '1010', '10', '0', '0', '0', '0'))!;
    expect(Math.round(bars[1]!.width)).toBeGreaterThan(50);
    expect(bars[0]!.left).toBe(0);
  });
  it('skips a step without an amount', () => {
    expect(spans(row('1', '3', null, '2', '0', '0', '0'))!.map((b) => Math.round(b.width))).toEqual([
      33, 0, 67, 0, 0, 0, 100,
    ]);
  });
  it('is no picture where one has no value', () => {
    expect(spans(row(null, '3'))).toBeUndefined();
  });
  it('of nothing is flat', () => {
    expect(spans(row('0', '0', '0', '0', '0', '0', '0'))!.every((b) => b.width === 0)).toBe(true);
  });
});

describe('the address', () => {
  it('takes whole links and bare ones', () => {
    expect(receiptOf(' https://sales.example.com/receipts/eyJy?as_of=2026-01-01#x ')).toBe('eyJy');
    expect(receiptOf('eyJy')).toBe('eyJy');
  });
  it('leaves out what it does not know', () => {
    expect(readExplainSearch({ first: 'a', step: 'luck', row: '-2' })).toEqual({ first: 'a' });
    expect(readExplainSearch({ first: 'a', second: 'b', step: 'teams', row: 3 })).toEqual({
      first: 'a',
      second: 'b',
      step: 'teams',
      row: 3,
    });
  });
});
