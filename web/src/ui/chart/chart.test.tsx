import { fireEvent, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { show } from '../../test/render.tsx';
import { Sparkline } from './Sparkline.tsx';
import { describePoint, type ChartSpec } from './spec.ts';
import { TableTwin } from './TableTwin.tsx';

const spec: ChartSpec = {
  labels: ['Jan', 'Feb'],
  series: [
    { name: 'Now', kind: 'line', tone: 'main', values: [0.5, null] },
    { name: 'Before', kind: 'line', tone: 'quiet', values: [0.25, 0.75] },
  ],
  full: (v) => `${v * 100}%`,
  short: (v) => `${v}`,
  detail: (i) => `n = ${i + 3}`,
};

test('a point in words says every series, also the one without a value', () => {
  expect(describePoint(spec, 1, 'no value')).toBe('Feb, Now: no value, Before: 75%, n = 4');
});

test('an interval is told with its value', () => {
  const ranged: ChartSpec = {
    ...spec,
    series: [{ name: 'Now', kind: 'bar', tone: 'main', values: [0.5, null], low: [0.25, null], high: [0.75, null] }],
  };
  expect(describePoint(ranged, 0, 'no value')).toBe('Jan, Now: 50% (25% – 75%), n = 3');
  expect(describePoint(ranged, 1, 'no value')).toBe('Feb, Now: no value, n = 4');
});

test('the table twin holds the same points and opens their records', () => {
  const pick = vi.fn();
  show(<TableTwin title="Rate" spec={spec} height={200} onPick={pick} />);
  expect(screen.getAllByRole('row').map((r) => r.textContent)).toEqual([
    'PeriodNowBeforeRests on',
    'Jan50%25%n = 3',
    'Feb–75%n = 4',
  ]);
  fireEvent.click(screen.getByRole('button', { name: 'Records of Feb' }));
  expect(pick).toHaveBeenCalledWith(1);
});

test('a sparkline keeps gaps as gaps and draws nothing from one value', () => {
  const { container } = show(<Sparkline values={[1, 2, null, 4]} label="trend" />);
  expect(container.querySelector('path:not([class])')!.getAttribute('d')!.match(/M/g)).toHaveLength(2);
  expect(show(<Sparkline values={[null, 4]} label="one" />).container.querySelector('path')).toBeNull();
});

test('a sparkline is fitted to its values, and an unfinished end is joined with dots', () => {
  const { container } = show(<Sparkline values={[0.3, 0.31, 0.32]} label="trend" open names={['Q1', 'Q3']} />);
  const ys = [...container.querySelectorAll('circle')].map((c) => Number(c.getAttribute('cy')));
  expect(Math.max(...ys) - Math.min(...ys)).toBeGreaterThan(40);
  expect(container.querySelectorAll('path')).toHaveLength(3); // area, line up to the last finished point, dots
  expect([...container.querySelectorAll('span')].map((s) => s.textContent)).toEqual(
    expect.arrayContaining(['Q1', 'Q3']),
  );
});
