import { BarChart, CustomChart, LineChart, type CustomSeriesOption } from 'echarts/charts';
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { init, use as register, type EChartsCoreOption } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { fitAxis } from './axis.ts';
import { fullValue, type ChartSpec, type Series } from './spec.ts';
import { tokens, type Scheme } from '../theme/tokens.ts';

register([BarChart, CustomChart, LineChart, GridComponent, TooltipComponent, AriaComponent, CanvasRenderer]);

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

type Point = number | null;
type Place = (v: Point, index: number) => unknown;

/** Where a point stands: by its place in the row, or by its day. */
const placing = (spec: ChartSpec): Place => (spec.days ? (v, i) => [Date.parse(spec.days![i]!), v] : (v) => v);

function lines(s: Series, spec: ChartSpec, scheme: Scheme, at: Place): object[] {
  const c = tokens[scheme];
  const own = colour(s.tone, scheme);
  const base = {
    name: s.name,
    color: own,
    animation: false,
    type: 'line',
    connectNulls: false,
    emphasis: { focus: 'none' },
    z: s.dashed ? 2 : 3,
  };
  const dots = { symbol: 'circle', symbolSize: s.dashed ? 4 : 6, showSymbol: s.values.length <= 40 };
  const open = s.dashed ? -1 : (spec.unfinished?.indexOf(true) ?? -1);
  const done = open < 0 ? s.values : s.values.map((v, i) => (i < open ? v : null));
  const last = s.values.findLastIndex((v) => v !== null);
  const said = (v: Point, i: number) =>
    i === last && !s.dashed && !spec.days && v !== null
      ? {
          label: {
            show: true,
            position: 'right',
            formatter: spec.short(v),
            color: c.text,
            fontWeight: 600,
            fontSize: 11,
          },
        }
      : {};
  const out: object[] = [
    {
      ...base,
      ...dots,
      data: done.map((v, i) => ({ value: at(v, i), ...said(v, i) })),
      lineStyle: { width: s.dashed ? 1.5 : 2, type: s.dashed ? 'dotted' : 'solid' },
    },
  ];
  if (open >= 0) {
    out.push({
      ...base,
      symbol: 'circle',
      symbolSize: 8,
      showSymbol: true,
      lineStyle: { width: 2, type: 'dotted', color: own },
      data: s.values.map((v, i) => ({
        value: at(i >= open - 1 ? v : null, i),
        ...(i < open ? { symbol: 'none' } : said(v, i)),
      })),
      itemStyle: { color: c.ground, borderColor: own, borderWidth: 2 },
    });
  }
  return out;
}

/** The interval of each bar: a line from low to high with a stroke at both ends. */
export function whiskers(s: Series, spec: ChartSpec, scheme: Scheme): object[] {
  if (!s.low || !s.high) return [];
  const at = (v: Point, i: number): [number, number] => [spec.days ? Date.parse(spec.days[i]!) : i, v ?? NaN];
  const style = { stroke: tokens[scheme].text, lineWidth: 1.25 };
  const renderItem: CustomSeriesOption['renderItem'] = ({ dataIndex: i }, api) => {
    const [low, high] = [s.low![i], s.high![i]];
    if (low == null || high == null) return null;
    const [x, top] = api.coord(at(high, i)) as [number, number];
    const bottom = api.coord(at(low, i))[1]!;
    const line = (x1: number, y1: number, x2: number, y2: number) => ({
      type: 'line' as const,
      shape: { x1, y1, x2, y2 },
      style,
    });
    return {
      type: 'group',
      children: [line(x, top, x, bottom), line(x - 4, top, x + 4, top), line(x - 4, bottom, x + 4, bottom)],
    };
  };
  return [
    {
      type: 'custom',
      name: '',
      silent: true,
      animation: false,
      tooltip: { show: false },
      z: 4,
      data: s.high.map((v, i) => at(v, i)),
      renderItem,
    },
  ];
}

function seriesOption(s: Series, spec: ChartSpec, scheme: Scheme): object[] {
  const at = placing(spec);
  if (s.kind === 'bar') {
    const own = colour(s.tone, scheme);
    const open = {
      itemStyle: { color: tokens[scheme].ground, borderColor: own, borderWidth: 1.5, borderType: 'dashed' },
    };
    return [
      {
        name: s.name,
        type: 'bar',
        color: own,
        animation: false,
        barMaxWidth: 28,
        itemStyle: { borderRadius: [2, 2, 0, 0] },
        data: s.values.map((v, i) => (spec.unfinished?.[i] ? { value: at(v, i), ...open } : at(v, i))),
      },
      ...whiskers(s, spec, scheme),
    ];
  }
  const line = lines(s, spec, scheme, at);
  if (!s.low || !s.high) return line;
  const none = {
    type: 'line',
    silent: true,
    symbol: 'none',
    animation: false,
    lineStyle: { opacity: 0 },
    stack: `band ${s.name}`,
    stackStrategy: 'all',
    tooltip: { show: false },
  };
  const width = s.high.map((h, i) => (h === null || s.low![i] == null ? null : h - s.low![i]!));
  return [
    { ...none, name: '', data: s.low.map(at) },
    { ...none, name: '', data: width.map(at), areaStyle: { color: colour(s.tone, scheme), opacity: 0.14 } },
    ...line,
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
    const v = fullValue(spec, s, index, '');
    if (v) add(`${s.name}  ${v}`);
  }
  const detail = spec.detail?.(index);
  if (detail) add(detail);
  return box;
}

function option(spec: ChartSpec, scheme: Scheme): EChartsCoreOption {
  const c = tokens[scheme];
  const text = { color: c.dimmed, fontSize: 11, fontFamily: 'inherit' };
  const bars = spec.series.some((s) => s.kind === 'bar');
  const axis = fitAxis(
    spec.series.flatMap((s) => [...s.values, ...(s.low ?? []), ...(s.high ?? [])]),
    { zero: bars, least: spec.least, most: spec.most },
  );
  // unseen, with a value at every point: what the pointer and the keys find
  const middle = axis ? (axis.min + axis.max) / 2 : 0;
  const probe = {
    type: 'line',
    silent: true,
    symbol: 'none',
    animation: false,
    lineStyle: { opacity: 0 },
    data: spec.labels.map((_, i) => placing(spec)(middle, i)),
  };
  return {
    animation: false,
    aria: { enabled: false },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 8, right: spec.days || bars ? 16 : 56, top: 16, bottom: 4, containLabel: true },
    tooltip: {
      trigger: 'axis',
      confine: true,
      transitionDuration: 0,
      backgroundColor: c.raised,
      borderColor: c.line,
      padding: [6, 10],
      textStyle: { color: c.text, fontSize: 12 },
      axisPointer: { type: 'line', lineStyle: { color: c.lineStrong } },
      extraCssText: 'box-shadow: 0 2px 8px rgb(0 0 0 / 0.15); border-radius: 6px;',
      formatter: (p: { dataIndex: number }[]) => tooltip(spec, p[0]?.dataIndex ?? 0),
    },
    xAxis: {
      ...(spec.days
        ? { type: 'time' }
        : { type: 'category', data: spec.labels, boundaryGap: bars ? true : ['2%', '2%'] }),
      axisLine: { lineStyle: { color: c.lineStrong } },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: {
        ...text,
        hideOverlap: true,
        ...(spec.days && spec.tick
          ? { formatter: (v: number) => spec.tick!(new Date(v).toISOString().slice(0, 10)) }
          : {}),
      },
    },
    yAxis: {
      type: 'value',
      ...axis,
      splitLine: { lineStyle: { color: c.line } },
      axisLabel: { ...text, formatter: (v: number) => spec.short(v) },
    },
    series: [probe, ...spec.series.flatMap((s) => seriesOption(s, spec, scheme))],
  };
}

/** Draws into an element. pick is told which point was clicked. */
export function draw(element: HTMLElement, spec: ChartSpec, scheme: Scheme, pick?: (index: number) => void): Drawing {
  const chart = init(element, null, { renderer: 'canvas' });
  let shown = spec;
  chart.setOption(option(spec, scheme));
  if (pick) {
    chart.getZr().on('click', (e) => {
      const at = [e.offsetX, e.offsetY];
      if (!chart.containPixel('grid', at)) return;
      const [x] = chart.convertFromPixel('grid', at) as [number, number];
      pick(shown.days ? nearest(shown.days, x) : Math.round(x));
    });
    chart.getZr().on('mousemove', () => chart.getZr().setCursorStyle('pointer'));
  }
  return {
    update: (next, as) => {
      shown = next;
      chart.setOption(option(next, as), { notMerge: true });
    },
    point: (index) =>
      chart.dispatchAction(
        index === null ? { type: 'hideTip' } : { type: 'showTip', seriesIndex: 0, dataIndex: index },
      ),
    png: () => chart.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: tokens[scheme].ground }),
    resize: () => chart.resize(),
    dispose: () => chart.dispose(),
  };
}

/** The point whose day is nearest to an instant. */
function nearest(days: string[], instant: number): number {
  const far = days.map((d) => Math.abs(Date.parse(d) - instant));
  return far.indexOf(Math.min(...far));
}
