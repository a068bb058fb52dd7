import { describe, expect, test } from 'vitest';
import { alternativesOf, anyOf } from './anyOf.ts';
import { buildCondition, equals, partsOf, readCondition } from './conditions.ts';
import { presetOf, presetRange } from './presets.ts';
import { questionOf, readDay, readView } from './view.ts';

describe('the address', () => {
  test('keeps what is right and drops what is not', () => {
    expect(
      readView({
        from: '2026-01-01',
        to: '2026-02-30',
        compare: 'previous',
        as_of: 'yesterday',
        org: 'x',
        currency: 'EUR',
      }),
    ).toEqual({
      from: '2026-01-01',
      compare: 'previous',
      currency: 'EUR',
    });
  });
  test.each([
    ['2026-02-28', true],
    ['2026-02-29', false],
    ['2024-02-29', true],
    ['20260101', false],
    [20260101, false],
  ])('%s is a day: %s', (v, ok) => {
    expect(readDay(v) !== undefined).toBe(ok);
  });
  test('compares only where there are days to compare', () => {
    expect(questionOf({ compare: 'year' })).toEqual({});
    expect(questionOf({ compare: 'year', from: '2026-01-01', to: '2026-03-31' }).compare).toBe('year');
  });
  test('whose records is a condition like any other', () => {
    expect(questionOf({ scope: 'a' }, ['b']).where).toEqual(['a', 'b']);
  });
});

describe('named periods', () => {
  const named = [
    { name: 'this_quarter', from: '2026-01-01', to: '2026-03-31' },
    { name: 'last_year', from: '2024-02-04', to: '2025-02-01' },
  ];
  test('are those the server lists', () => {
    expect(presetRange('last_year', named)).toEqual({ from: '2024-02-04', to: '2025-02-01' });
    expect(presetOf({ from: '2026-01-01', to: '2026-03-31' }, named)).toBe('this_quarter');
    expect(presetOf({ from: '2026-01-01', to: '2026-03-30' }, named)).toBeUndefined();
  });
  test('no limit is a preset too, and one that is not known yet has no days', () => {
    expect(presetOf({}, [])).toBe('all');
    expect(presetRange('this_month', named)).toBeUndefined();
  });
});

describe('conditions', () => {
  test.each([
    ['source', 'Partner "Gold"', 'source == "Partner \\"Gold\\""'],
    ['owner', 'person_0fk3m2x9', 'owner == id("person_0fk3m2x9")'],
    ['account.segment', null, '!has(account.segment)'],
  ] as const)('%s is %s', (field, value, text) => {
    expect(equals(field, value)).toBe(text);
    expect(readCondition(text)).toEqual({ field, value });
  });
  test('what a person wrote is left as it is', () => {
    expect(readCondition('amount > money("1000.00 EUR")')).toBeUndefined();
  });
});

describe('conditions from menus', () => {
  test.each([
    ['text', { path: 'source', op: 'is', value: 'Partner "Gold"' }, 'source == "Partner \\"Gold\\""'],
    ['text', { path: 'account.city', op: 'contains', value: 'São' }, 'account.city.contains("São")'],
    ['text', { path: 'name', op: 'starts', value: 'A\\b' }, 'name.startsWith("A\\\\b")'],
    ['money', { path: 'amount', op: 'from', value: '1000.00 EUR' }, 'amount >= money("1000.00 EUR")'],
    ['day', { path: 'close_date', op: 'below', value: '2026-03-31' }, 'close_date < day("2026-03-31")'],
    ['number', { path: 'probability', op: 'above', value: '0.5' }, 'probability > 0.5'],
    ['int', { path: 'employees', op: 'upto', value: '50' }, 'employees <= 50'],
    ['bool', { path: 'converted', op: 'is', value: 'true' }, 'converted == true'],
    ['ref', { path: 'owner', op: 'not', value: 'person_0fk3m2x9' }, 'owner != id("person_0fk3m2x9")'],
    ['ref', { path: 'owner.team', op: 'filled', value: '' }, 'has(owner.team)'],
    ['text', { path: 'source', op: 'empty', value: '' }, '!has(source)'],
  ] as const)('%s %o', (kind, parts, text) => {
    expect(buildCondition(parts, kind)).toBe(text);
    expect(partsOf(text)).toEqual(parts);
  });
  test('a whole number is a number with a point', () =>
    expect(buildCondition({ path: 'rate', op: 'above', value: '5' }, 'number')).toBe('rate > 5.0'));
  test.each([
    ['money', '1000'],
    ['day', 'tomorrow'],
    ['int', '5.5'],
    ['text', ' '],
  ])('%s does not take %s', (kind, value) => {
    expect(buildCondition({ path: 'x', op: 'from', value }, kind)).toBeUndefined();
  });
  test('what menus cannot show is left to the person', () => {
    for (const text of ['won && amount > money("1.00 EUR")', 'closed_on - created_on > 30', 'source in ["a", "b"]'])
      expect(partsOf(text)).toBeUndefined();
  });
});

describe('days that move with the question', () => {
  test.each([
    ['during', 'quarter:0', 'close_date >= start_of("quarter") && close_date < start_of("quarter", 1)'],
    ['during', 'month:-1', 'close_date >= start_of("month", -1) && close_date < start_of("month")'],
    ['during', 'day:1', 'close_date >= start_of("day", 1) && close_date < start_of("day", 2)'],
    ['last', '30', 'close_date > as_of - 30 && close_date <= as_of'],
    ['next', '7', 'close_date > as_of && close_date <= as_of + 7'],
    ['past', '', 'close_date < as_of'],
    ['future', '', 'close_date > as_of'],
  ] as const)('%s %s', (op, value, text) => {
    expect(buildCondition({ path: 'close_date', op, value }, 'day')).toBe(text);
    expect(partsOf(text)).toEqual({ path: 'close_date', op, value });
  });
  test.each([
    'close_date > as_of - 30 && created_on <= as_of',
    'close_date > as_of - 30',
    'close_date >= start_of("quarter") && close_date < start_of("quarter", 2)',
  ])('%s is left as it is', (text) => {
    expect(partsOf(text)).toBeUndefined();
  });
  test.each(['', '0', '-3', '2.5', 'x'])('%s days are none', (value) => {
    expect(buildCondition({ path: 'close_date', op: 'last', value }, 'day')).toBeUndefined();
  });
});

describe('conditions of which one is enough', () => {
  test.each([
    ['a == "x" || b == "y"', ['a == "x"', 'b == "y"']],
    ['a == "x || y"', ['a == "x || y"']],
    ['a == "\\" || \\"" || has(b)', ['a == "\\" || \\""', 'has(b)']],
    ['(a == "x" || has(b)) && has(c)', ['(a == "x" || has(b)) && has(c)']],
    ['d > as_of - 7 && d <= as_of || !has(d)', ['d > as_of - 7 && d <= as_of', '!has(d)']],
    ['a ? b : c || d', ['a ? b : c || d']],
  ])('%s', (text, parts) => {
    expect(alternativesOf(text)).toEqual(parts);
    expect(anyOf(parts)).toBe(text);
  });
});
