import { expect, test } from 'vitest';
import { whiskers } from './engine.ts';
import type { ChartSpec, Series } from './spec.ts';

const bars: Series = { name: 'Forecast', kind: 'bar', tone: 'main', values: [5, 6], low: [3, null], high: [8, null] };
const spec: ChartSpec = { labels: ['Q1', 'Q2'], series: [bars], full: String, short: String };

test('a bar with an interval gets a line from low to high, one without gets none', () => {
  const [custom] = whiskers(bars, spec, 'light') as [
    { renderItem: (p: object, api: object) => { children: { shape: object }[] } | null },
  ];
  const api = { coord: ([x, y]: number[]) => [x! * 100 + 50, 100 - y! * 10] };
  expect(custom.renderItem({ dataIndex: 0 }, api)!.children.map((c) => c.shape)).toEqual([
    { x1: 50, y1: 20, x2: 50, y2: 70 },
    { x1: 46, y1: 20, x2: 54, y2: 20 },
    { x1: 46, y1: 70, x2: 54, y2: 70 },
  ]);
  expect(custom.renderItem({ dataIndex: 1 }, api)).toBeNull();
  expect(whiskers({ ...bars, low: undefined }, spec, 'light')).toEqual([]);
});
