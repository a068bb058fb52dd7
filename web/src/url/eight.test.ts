import { expect, test } from 'vitest';
import { eightPeriods, kindOf } from './eight.ts';

test('eight periods of the kind of the range, ending with it', () => {
  expect(eightPeriods({ from: '2026-10-01', to: '2026-12-31' })).toEqual({ grain: 'quarter', from: '2025-01-01', to: '2026-12-31' });
  expect(eightPeriods({ from: '2026-02-01', to: '2026-02-28' })).toEqual({ grain: 'month', from: '2025-07-01', to: '2026-02-28' });
  expect(eightPeriods({ from: '2026-01-01', to: '2026-12-31' })).toEqual({ grain: 'year', from: '2019-01-01', to: '2026-12-31' });
  expect(eightPeriods({ from: '2026-06-01', to: '2026-06-07' })).toEqual({ grain: 'week', from: '2026-04-13', to: '2026-06-07' });
  expect(eightPeriods({ from: '2026-06-01' })).toEqual({ grain: 'quarter' });
});
test('the kind of a run of days', () => {
  expect([kindOf('2026-01-01', '2026-01-01'), kindOf('2026-01-01', '2026-01-31'), kindOf('2026-01-01', '2026-03-31'), kindOf('2026-01-01', '2026-12-31')]).toEqual(['day', 'month', 'quarter', 'year']);
});
