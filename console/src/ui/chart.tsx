/**
 * Charts over time (uPlot) and histograms, each with one sentence and a table of the same numbers beside it.
 */

import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { clock, ms as writeMs } from '../model/format';
import { theme } from '../model/store';
import { colourOf } from './colours';
import type { Tone } from './marks';

export interface ChartSeries {
  name: string;
  values: (number | null)[];
  tone?: Tone | 'muted' | 'text';
  dash?: boolean;
  /** Right axis, for another unit. */
  right?: boolean;
  stepped?: boolean;
  fill?: boolean;
}

export interface ChartProps {
  title: string;
  /** One sentence: what the chart shows now. */
  summary: string;
  atMs: number[];
  series: ChartSeries[];
  /** How numbers are written, in the axis and in the table. */
  format?: (value: number | null) => string;
  formatRight?: (value: number | null) => string;
  marks?: { atMs: number; text: string; tone: Tone }[];
  height?: number;
  /** A range was dragged over. */
  onBrush?: (fromMs: number, toMs: number) => void;
}

const TableRowsMax = 60;
/** The share of a histogram's width that a label takes, in percent. */
const LabelShare = 24;

export function Chart(props: ChartProps): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const dark = theme.value === 'dark';
  const shape = props.series.map((s) => `${s.name}|${s.tone}|${s.dash}|${s.right}|${s.stepped}|${s.fill}`).join();

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const chart = new uPlot(options(props, element.clientWidth, latest), dataOf(props), element);
    plot.current = chart;
    const observer = new ResizeObserver(() =>
      chart.setSize({ width: element.clientWidth, height: props.height ?? 180 }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
      plot.current = null;
    };
  }, [shape, dark, props.height]);

  useEffect(() => plot.current?.setData(dataOf(props)), [props.atMs, props.series]);

  return (
    <figure class="chart">
      <figcaption class="chart-caption">
        <span>{props.title}</span>
        <span class="legend">
          {props.series.map((s) => (
            <span class={`legend-item tone-${s.tone ?? 'up'}`} key={s.name}>
              <span class={`legend-line ${s.dash ? 'dashed' : ''}`} aria-hidden="true" />
              {s.name}
            </span>
          ))}
        </span>
      </figcaption>
      <div ref={host} class="chart-host" aria-hidden="true" />
      <p class="sr-only">{props.summary}</p>
      <HiddenTable {...props} />
    </figure>
  );
}

function HiddenTable(props: ChartProps): JSX.Element {
  const step = Math.max(1, Math.ceil(props.atMs.length / TableRowsMax));
  const rows = useMemo(() => props.atMs.map((_, i) => i).filter((i) => i % step === 0), [props.atMs, step]);
  const write = (value: number | null | undefined, right?: boolean): string =>
    ((right ? props.formatRight : props.format) ?? writeMs)(value ?? null);
  return (
    <div class="sr-only">
      <table>
        <caption>{props.title}</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {props.series.map((s) => (
              <th scope="col" key={s.name}>
                {s.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((i) => (
            <tr key={i}>
              <th scope="row">{clock(props.atMs[i])}</th>
              {props.series.map((s) => (
                <td key={s.name}>{write(s.values[i], s.right)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function dataOf(props: ChartProps): uPlot.AlignedData {
  return [props.atMs.map((at) => at / 1000), ...props.series.map((s) => s.values)] as uPlot.AlignedData;
}

function options(props: ChartProps, width: number, latest: { current: ChartProps }): uPlot.Options {
  const muted = colourOf('muted');
  const grid = { stroke: colourOf('grid'), width: 1 };
  const axis = { stroke: muted, grid, ticks: { show: false }, font: '11px system-ui, sans-serif' };
  const write = (right: boolean) => (_: uPlot, splits: (number | null)[]) =>
    splits.map((value) => ((right ? latest.current.formatRight : latest.current.format) ?? String)(value));
  return {
    width,
    height: props.height ?? 180,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: { drag: { x: props.onBrush !== undefined, y: false, setScale: false }, points: { size: 6 } },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'UTC'),
    scales: { x: { time: true }, y: {}, right: {} },
    axes: [
      { ...axis, size: 26, values: (_, splits) => timesOf(splits), space: 70 },
      { ...axis, size: 48, values: write(false) },
      ...(props.series.some((s) => s.right)
        ? [{ ...axis, side: 1 as const, scale: 'right', size: 48, grid: { show: false }, values: write(true) }]
        : []),
    ],
    series: [
      {},
      ...props.series.map((s) => ({
        label: s.name,
        scale: s.right ? 'right' : 'y',
        stroke: colourOf(s.tone ?? 'up'),
        width: 1.5,
        dash: s.dash ? [5, 4] : undefined,
        fill: s.fill ? `${colourOf(s.tone ?? 'up')}22` : undefined,
        paths: s.stepped ? uPlot.paths.stepped?.({ align: 1 }) : undefined,
        points: { show: false },
      })),
    ],
    hooks: {
      draw: [(u) => drawMarks(u, latest.current)],
      setSelect: [
        (u) => {
          if (u.select.width < 4) return;
          const from = u.posToVal(u.select.left, 'x') * 1000;
          const to = u.posToVal(u.select.left + u.select.width, 'x') * 1000;
          latest.current.onBrush?.(from, to);
        },
      ],
    },
  };
}

/** Times of an axis: with seconds where minutes would repeat. */
function timesOf(splits: number[]): string[] {
  const fine = splits.length > 1 && splits[1]! - splits[0]! < 60;
  return splits.map((s) => (fine ? clock(s * 1000) : clock(s * 1000).slice(0, 5)));
}

function drawMarks(u: uPlot, props: ChartProps): void {
  const { ctx } = u;
  ctx.save();
  for (const mark of props.marks ?? []) {
    const x = u.valToPos(mark.atMs / 1000, 'x', true);
    if (x < u.bbox.left || x > u.bbox.left + u.bbox.width) continue;
    ctx.strokeStyle = colourOf(mark.tone);
    ctx.setLineDash([3, 3]);
    ctx.beginPath();
    ctx.moveTo(x, u.bbox.top);
    ctx.lineTo(x, u.bbox.top + u.bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}

export interface HistogramProps {
  title: string;
  /** hist[i] counts from 2^(i/4) to 2^((i+1)/4) ms. */
  hist: ArrayLike<number>;
  marks: { atMs: number | null; text: string; tone: Tone }[];
  height?: number;
  /** Another time's, as an outline: both are then drawn as shares of their messages. */
  before?: { hist: ArrayLike<number>; text: string };
}

/** Latencies on a logarithmic axis, with what they are measured against as lines. */
export function Histogram(props: HistogramProps): JSX.Element {
  const counts = Array.from({ length: props.hist.length }, (_, i) => props.hist[i] ?? 0);
  const known = props.marks.filter((m): m is typeof m & { atMs: number } => m.atMs !== null && m.atMs > 0);
  const used = counts.flatMap((n, i) => (n > 0 ? [i] : []));
  const then = Array.from({ length: props.before?.hist.length ?? 0 }, (_, i) => props.before?.hist[i] ?? 0);
  const ends = [...used, ...then.flatMap((n, i) => (n > 0 ? [i] : [])), ...known.map((m) => Math.log2(m.atMs) * 4)];
  const from = Math.floor(Math.min(...(ends.length ? ends : [16]))) - 1;
  const to = Math.ceil(Math.max(...(ends.length ? ends : [32]))) + 2;
  const top = Math.max(1, ...counts);
  const total = counts.reduce((sum, n) => sum + n, 0);
  const height = props.height ?? 150;
  const thenTotal = then.reduce((sum, n) => sum + n, 0);
  const topShare = Math.max(top / Math.max(1, total), Math.max(0, ...then) / Math.max(1, thenTotal));
  const tall = (n: number, of: number): number => (n > 0 && of > 0 ? Math.max(1, (n / of / topShare) * 84) : 0);
  const x = (bucket: number): number => ((bucket - from) / (to - from)) * 100;
  const edge = (i: number): string => writeMs(2 ** (i / 4));
  const peak = counts.indexOf(top);
  const lower = crowded(known.map((m) => ({ text: m.text, at: x(Math.log2(m.atMs) * 4) })));
  const summary = total
    ? `${total} messages, most of them between ${edge(peak)} and ${edge(peak + 1)} ms. ` +
      known.map((m) => `${m.text} ${writeMs(m.atMs)} ms`).join(', ')
    : 'No message in this window.';
  return (
    <figure class="chart histogram">
      <figcaption class="chart-caption">
        <span>{props.title}</span>
        {props.before && (
          <span class="legend">
            <span class="legend-item tone-up">
              <span class="hist-key" aria-hidden="true" /> now
            </span>
            <span class="legend-item tone-route">
              <span class="legend-line" aria-hidden="true" /> {props.before.text}
            </span>
          </span>
        )}
      </figcaption>
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" height={height} width="100%" aria-hidden="true">
        {used.map((i) => {
          const h = tall(counts[i] ?? 0, total);
          return <rect key={i} class="hist-bar" x={x(i) + 0.15} width={x(i + 1) - x(i) - 0.3} y={100 - h} height={h} />;
        })}
        {thenTotal > 0 && <path class="hist-before" d={outline(then, (n) => 100 - tall(n, thenTotal), x)} />}
        {known.map((m) => {
          const at = x(Math.log2(m.atMs) * 4);
          return <line key={m.text} class={`hist-mark tone-${m.tone}`} x1={at} x2={at} y1="0" y2="100" />;
        })}
      </svg>
      <div class="hist-axis" aria-hidden="true">
        {known.map((m) => (
          <span
            key={m.text}
            class={`hist-label tone-${m.tone} ${lower.has(m.text) ? 'lower' : ''}`}
            style={{ left: `${x(Math.log2(m.atMs) * 4)}%` }}
          >
            {m.text} {writeMs(m.atMs)}
          </span>
        ))}
      </div>
      <p class="sr-only">{summary}</p>
      <div class="sr-only">
        <table>
          <caption>{props.title}</caption>
          <thead>
            <tr>
              <th scope="col">From ms</th>
              <th scope="col">To ms</th>
              <th scope="col">Messages</th>
              {props.before && <th scope="col">{props.before.text}</th>}
            </tr>
          </thead>
          <tbody>
            {counts.map((n, i) =>
              n > 0 || (then[i] ?? 0) > 0 ? (
                <tr key={i}>
                  <td>{edge(i)}</td>
                  <td>{edge(i + 1)}</td>
                  <td>{n}</td>
                  {props.before && <td>{then[i] ?? 0}</td>}
                </tr>
              ) : null,
            )}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

/** The steps of a histogram, from the ground to the ground. */
function outline(counts: readonly number[], y: (n: number) => number, x: (bucket: number) => number): string {
  const first = counts.findIndex((n) => n > 0);
  const last = counts.findLastIndex((n) => n > 0);
  let path = `M${x(first)} 100`;
  for (let i = first; i <= last; i++) path += `V${y(counts[i]!)}H${x(i + 1)}`;
  return `${path}V100`;
}

/** Labels that stand in a second line, so as not to cover their neighbours. */
function crowded(labels: { text: string; at: number }[]): Set<string> {
  const lower = new Set<string>();
  let before: { text: string; at: number } | null = null;
  for (const label of [...labels].sort((a, b) => a.at - b.at)) {
    if (before && label.at - before.at < LabelShare && !lower.has(before.text)) lower.add(label.text);
    before = label;
  }
  return lower;
}
