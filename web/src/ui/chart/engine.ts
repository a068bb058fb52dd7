import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsCoreOption } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { ChartSpec, Series } from './spec.ts';
import { tokens, type Scheme } from '../theme/tokens.ts';

use([BarChart, LineChart, GridComponent, TooltipComponent, AriaComponent, CanvasRenderer]);

export interface Drawing {
  update(spec: ChartSpec, scheme: Scheme): void;
  /** Shows a point as if the pointer were on it; null takes it away. */
  point(index: number | null): void;
  png(): string;
  resize(): void;
  dispose(): void;
}

const colour = (tone: Series['tone'], scheme: Scheme) => {
  const c = tokens[scheme];
  return tone === 'main' ? c.action : tone === 'quiet' ? c.neutral : c[tone];
};

function seriesOption(s: Series, scheme: Scheme): object[] {
  const base = {
    name: s.name, data: s.values, color: colour(s.tone, scheme), animation: false,
    emphasis: { focus: 'none' },
  };
  if (s.kind === 'bar') return [{ ...base, data: points(s, { itemStyle: { opacity: 0.45, borderType: 'dashed', borderWidth: 1, borderColor: colour(s.tone, scheme) } }), type: 'bar', barMaxWidth: 28, itemStyle: { borderRadius: [2, 2, 0, 0] } }];
  const line = {
    ...base, type: 'line', symbol: 'circle', symbolSize: s.dashed ? 4 : 6, showSymbol: s.values.length <= 40, connectNulls: false,
    lineStyle: { width: s.dashed ? 1.5 : 2, type: s.dashed ? 'dashed' : 'solid' }, z: s.dashed ? 2 : 3,
  };
  const open = tail(s, line, scheme);
  if (!s.low || !s.high) return open;
  const none = { type: 'line', silent: true, symbol: 'none', animation: false, lineStyle: { opacity: 0 }, stack: `band ${s.name}`, tooltip: { show: false } };
  const width = s.high.map((h, i) => (h === null || s.low![i] == null ? null : h - s.low![i]!));
  return [
    { ...none, name: '', data: s.low },
    { ...none, name: '', data: width, areaStyle: { color: colour(s.tone, scheme), opacity: 0.14 } },
    ...open,
  ];
}

/** The values, with the points of periods that are not over drawn in a style of their own. */
const points = (s: Series, style: object) => s.values.map((value, i) => (s.unfinished?.[i] && value !== null ? { value, ...style } : value));

/** A line whose last piece, into a period that is not over, is dotted and ends in a hollow point. */
function tail(s: Series, line: object, scheme: Scheme): object[] {
  const first = s.unfinished?.indexOf(true) ?? -1;
  if (first < 0) return [line];
  const hollow = { symbol: 'emptyCircle', symbolSize: 8 };
  const dotted = { ...line, name: '', silent: true, tooltip: { show: false }, lineStyle: { width: 2, type: 'dotted', color: colour(s.tone, scheme) } };
  return [
    { ...line, data: s.values.map((v, i) => (i < first ? v : null)) },
    { ...dotted, showSymbol: true, data: points(s, hollow).map((v, i) => (i === first - 1 ? { value: s.values[i], symbol: 'none' } : i >= first ? v : null)) },
  ];
}

/** The tooltip is a DOM element: text set as text, so nothing needs inline styles or scripts. */
function tooltip(spec: ChartSpec, index: number): HTMLElement {
  const box = document.createElement('div');
  const add = (text: string, bold = false) => {
    const line = document.createElement('div');
    line.textContent = text;
    if (bold) line.style.fontWeight = '600';
    box.append(line);
  };
  add(spec.labels[index] ?? '', true);
  for (const s of spec.series) {
    const v = s.values[index];
    if (v !== null && v !== undefined) add(`${s.name}  ${spec.full(v)}`);
  }
  const detail = spec.detail?.(index);
  if (detail) add(detail);
  return box;
}

function option(spec: ChartSpec, scheme: Scheme): EChartsCoreOption {
  const c = tokens[scheme];
  const text = { color: c.dimmed, fontSize: 11, fontFamily: 'inherit' };
  return {
    animation: false,
    aria: { enabled: false },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 8, right: 16, top: 16, bottom: 4, containLabel: true },
    tooltip: {
      trigger: 'axis', confine: true, transitionDuration: 0, backgroundColor: c.raised, borderColor: c.line, padding: [6, 10],
      textStyle: { color: c.text, fontSize: 12 }, axisPointer: { type: 'line', lineStyle: { color: c.lineStrong } },
      extraCssText: 'box-shadow: 0 2px 8px rgb(0 0 0 / 0.15); border-radius: 6px;',
      formatter: (p: { dataIndex: number }[]) => tooltip(spec, p[0]?.dataIndex ?? 0),
    },
    xAxis: {
      type: 'category', data: spec.labels, axisLine: { lineStyle: { color: c.lineStrong } }, axisTick: { show: false },
      axisLabel: { ...text, hideOverlap: true }, boundaryGap: spec.series.some((s) => s.kind === 'bar') ? true : ['2%', '2%'],
    },
    yAxis: {
      type: 'value', scale: !spec.zero, max: spec.max, interval: spec.max && spec.max / 4, splitNumber: 4, splitLine: { lineStyle: { color: c.line } },
      axisLabel: { ...text, formatter: (v: number) => spec.short(v) },
    },
    series: spec.series.flatMap((s) => seriesOption(s, scheme)),
  };
}

/** Draws into an element. pick is told which point was clicked. */
export function draw(element: HTMLElement, spec: ChartSpec, scheme: Scheme, pick?: (index: number) => void): Drawing {
  const chart = init(element, null, { renderer: 'canvas' });
  chart.setOption(option(spec, scheme));
  if (pick) {
    chart.getZr().on('click', (e) => {
      const at = [e.offsetX, e.offsetY];
      if (!chart.containPixel('grid', at)) return;
      const [index] = chart.convertFromPixel('grid', at) as [number, number];
      pick(Math.round(index));
    });
    chart.getZr().on('mousemove', () => chart.getZr().setCursorStyle('pointer'));
  }
  return {
    update: (next, as) => chart.setOption(option(next, as), { notMerge: true }),
    point: (index) =>
      chart.dispatchAction(index === null ? { type: 'hideTip' } : { type: 'showTip', seriesIndex: chartSeries(spec), dataIndex: index }),
    png: () => chart.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: tokens[scheme].ground }),
    resize: () => chart.resize(),
    dispose: () => chart.dispose(),
  };
}

const chartSeries = (spec: ChartSpec) => (spec.series[0]?.low ? 2 : 0);
