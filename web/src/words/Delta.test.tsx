import { expect, test } from 'vitest';
import type { Schemas } from '../api/client.ts';
import { show } from '../test/render.tsx';
import { Delta } from './Delta.tsx';

const compare = (patch: Partial<Schemas['Comparison']>) =>
  ({ change: -0.35, relative: -0.37, verdict: 'worse', ...patch }) as Schemas['Comparison'];
const text = (c: Schemas['Comparison'], unit: 'share' | 'days' | 'money' = 'share') =>
  show(<Delta compare={c} unit={unit} currency="EUR" />).container.querySelector('span')!.textContent;

test('a fall of a share is in points, with arrow and word', () => expect(text(compare({}))).toBe('▼−35 ppworse'));
test('fewer days are better, because the server says so', () =>
  expect(text(compare({ change: -3, relative: -0.1, verdict: 'better' }), 'days')).toBe('▼−3(−10%)better'));
test('money keeps its currency', () =>
  expect(text(compare({ change: '1500.00', relative: 0.5, verdict: '' }), 'money')).toBe('▲+€1,500(+50%)'));
test('nothing to compare with is said', () =>
  expect(text(compare({ change: null, relative: null, verdict: '' }))).toBe('nothing to compare with'));
test('why nothing can be compared is said', () =>
  expect(
    text(
      compare({
        change: null,
        relative: null,
        verdict: '',
        reason: 'in English',
        reason_code: 'part_of_data',
        reason_parts: { day: '2025-11-28' },
      }),
    ),
  ).toContain('not comparable: the data begins on'));
test('a part of a total is shown, and not compared', () =>
  expect(
    text(
      compare({
        value: '1000.00',
        change: null,
        relative: null,
        verdict: '',
        reason: 'in English',
        reason_code: 'part_of_data',
        reason_parts: { day: '2025-11-28' },
      }),
      'money',
    ),
  ).toBe('€1,000 · not comparable: the data begins on Nov 28, 2025, within the period'));
test('where there is little room it is words too: a dash before a number reads as a minus', () =>
  expect(
    show(
      <Delta compare={compare({ change: null, relative: null, verdict: '' })} unit="share" short />,
    ).container.querySelector('span')!.textContent,
  ).toBe('not comparable'));
test('a period that is not over says until when it is compared', () =>
  expect(
    text(
      compare({ change: 3, relative: 0.1, verdict: 'better', to_date: true, from: '2026-01-01', to: '2026-02-14' }),
      'days',
    ),
  ).toBe('▲+3(+10%)compared to date: Jan 1, 2026 – Feb 14, 2026better'));
