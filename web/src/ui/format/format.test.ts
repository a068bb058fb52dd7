import { describe, expect, test } from 'vitest';
import { makeFormat } from './format.ts';

const words = {
  day: (_: number, text: string) => `${text} days`,
  month: (_: number, text: string) => `${text} months`,
  quarter: (n: number, year: string) => `Q${n} ${year}`,
  fiscalMonth: (n: number, year: string) => `P${n} FY${year}`,
  year: (year: string) => year,
  week: (n: number, year: string) => `W${n} ${year}`,
};
const en = makeFormat('en', 'UTC', words);
const pt = makeFormat('pt-BR', 'America/Sao_Paulo', words);
const zh = makeFormat('zh-Hans', 'Asia/Shanghai', words);
const plain = (s: string) => s.replace(/\u00a0/g, ' ');

describe('money', () => {
  test('has cents only where there are some', () => {
    expect(en.money('155000', 'USD')).toBe('$155,000');
    expect(en.money('234583.333333', 'USD')).toBe('$234,583.33');
    expect(en.money('234583.333333', null)).toBe('234,583.33');
  });
  test('keeps every digit of a decimal string', () => {
    expect(en.money('9007199254740993.00', null)).toBe('9,007,199,254,740,993');
  });
  test('follows the language', () => {
    expect(plain(pt.money('1234.5', 'BRL'))).toBe('R$ 1.234,50');
    expect(zh.money('1234', 'CNY')).toBe('¥1,234');
  });
  test('is short on a tile, and exact below ten thousand', () => {
    expect(en.value('2815000', 'money', 'USD', true)).toBe('$2.815M');
    expect(en.value('9999', 'money', 'USD', true)).toBe('$9,999');
  });
  test('follows the currency, which may have no cents', () => {
    expect(en.money('1234', 'JPY')).toBe('¥1,234');
  });
});

test('shares are per cent, changes of shares are points', () => {
  expect(en.share(0.6)).toBe('60%');
  expect(en.share(0.38661)).toBe('38.7%');
  expect(en.change(-0.35, 'share')).toBe('−35 pp');
  expect(en.change(0, 'count')).toBe('±0');
  expect(en.percent(0.031)).toBe('+3.1%');
});

test('days and numbers', () => {
  expect(en.days(12.25)).toBe('12.3 days');
  expect(pt.number(1234.56)).toBe('1.234,56');
  expect(en.count(1234)).toBe('1,234');
});

test('a day is a day in every zone, an instant is shown in the company zone', () => {
  expect(en.day('2026-03-01')).toBe('Mar 1, 2026');
  expect(zh.day('2026-03-01')).toBe('2026年3月1日');
  expect(plain(pt.instant('2026-03-01T01:30:00Z'))).toContain('22:30');
});

test.each([
  ['2026-01', 'Jan 2026'],
  ['2026-Q1', 'Q1 2026'],
  ['2026-W09', 'W9 2026'],
  ['2026', '2026'],
  ['FY2026', '2026'],
  ['FY2026-Q3', 'Q3 2026'],
  ['FY2026-P03', 'P3 FY2026'],
  ['2026-01-31', 'Jan 31, 2026'],
])('period %s', (key, text) => expect(en.period(key)).toBe(text));

test('a headline has no cents, and three digits where it is large', () => {
  const f = makeFormat('en', 'UTC', words);
  expect(f.headline('2861204.35', 'money', 'USD')).toBe('$2.86M');
  expect(f.headline('12675.27', 'money', 'USD')).toBe('$12.7K');
  expect(f.headline('9412.50', 'money', 'USD')).toBe('$9,413');
  expect(f.headline('4.5', 'money', 'USD')).toBe('$4.50');
  expect(f.headline(0.3232, 'share')).toBe('32.3%');
});
test('a headline that stands alone has its unit', () => {
  const f = makeFormat('en', 'UTC', words);
  expect([f.heading(13.08, 'days'), f.heading(7.5, 'months')]).toEqual([
    f.value(13.08, 'days'),
    f.value(7.5, 'months'),
  ]);
  expect(f.heading(13.08, 'days')).not.toBe(f.headline(13.08, 'days'));
  expect([f.heading(169, 'count'), f.heading(0.3232, 'share')]).toEqual(['169', '32.3%']);
  expect(f.heading('12675.27', 'money', 'USD')).toBe('$12.7K');
});
test('ticks of a time axis name the year, the month or the day', () => {
  const f = makeFormat('en', 'UTC', words);
  expect([f.tick('2026-01-01'), f.tick('2026-04-01'), f.tick('2026-04-15')]).toEqual(['2026', 'Apr', 'Apr 15']);
});
test('a size has the unit that leaves a whole number', () => {
  const f = makeFormat('en', 'UTC', words);
  expect([0, 640, 999_000, 1_000_000, 2_340_000_000].map((n) => f.bytes(n))).toEqual([
    '0 kB',
    '0.6 kB',
    '999 kB',
    '1 MB',
    '2.3 GB',
  ]);
});
