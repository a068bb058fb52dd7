import { expect, test } from 'vitest';
import { confirmed, objectOf, over, wanted, type ErasureJob, type Plan } from './erasure.ts';

const plan = (name: string): Plan => ({
  record: { id: 'contact_0000001', name },
  values: 3,
  merged: 0,
  events: 0,
  left: [],
  left_more: 0,
});

test('an erasure begins only with the whole name, however it is spaced or written', () => {
  const who = plan('Ada  Ruiz');
  for (const typed of ['ada ruiz', ' Ada Ruiz ', 'ADA  RUIZ']) expect(confirmed(who, typed), typed).toBe(true);
  for (const typed of ['', ' ', 'Ada', 'Ada Ruiz x']) expect(confirmed(who, typed), typed).toBe(false);
});

test('who has no name any more is confirmed by the id', () => {
  expect(wanted(plan(''))).toBe('contact_0000001');
  expect(confirmed(plan(''), '')).toBe(false);
  expect(confirmed(plan(''), 'contact_0000001')).toBe(true);
});

test('the object stands before the last underline of an id', () => {
  expect(objectOf('contact_8f3kq2')).toBe('contact');
  expect(objectOf('deal_line_8f3kq2')).toBe('deal_line');
  expect(objectOf('x')).toBe('');
});

test('a job that waits or runs is not over', () => {
  const states: ErasureJob['state'][] = ['waiting', 'running', 'done', 'failed', 'stopped'];
  expect(states.filter((state) => over({ state } as ErasureJob))).toEqual(['done', 'failed', 'stopped']);
});
