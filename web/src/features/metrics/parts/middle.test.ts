import { expect, test } from 'vitest';
import type { Schemas } from '../../../api/client.ts';
import { middle } from './middle.ts';

const of = (...values: (number | null)[]) => ({ rows: values.map((value) => ({ value }) as Schemas['Row']) });

test('the whole stands among its parts', () => expect(middle(of(0.538), 0.7, false)).toBe(0.538));
test('beyond every part it is their sum', () => expect(middle(of(29), 10, false)).toBeUndefined());
test('what is not known has no place', () => expect(middle(of(null), 10, false)).toBeUndefined());
test('several rows are no whole', () => expect(middle(of(1, 2), 10, false)).toBeUndefined());
test('what each rep reached of a quota is no share of reps', () =>
  expect(middle(of(0.593), 2.29, true)).toBeUndefined());
