/** Writes frames for the mock server and for tests; the real encoder is the server's. */

import { FrameType, HeaderBytes } from '../src/wire/frames';
import type { Kpi, StreamStat, TimeParts } from '../src/wire/frames';

export interface FrameOptions {
  seq?: number;
  flags?: number;
  generation?: number;
  simMs: number;
}

/** A frame with room for `payload` bytes, its header written. */
function frame(type: number, count: number, payload: number, o: FrameOptions): DataView {
  const view = new DataView(new ArrayBuffer(HeaderBytes + payload));
  view.setUint8(0, type);
  view.setUint8(1, 1);
  view.setUint16(2, o.flags ?? 0, true);
  view.setUint32(4, o.seq ?? 0, true);
  view.setFloat64(8, o.simMs, true);
  view.setUint32(16, o.generation ?? 0, true);
  view.setUint32(20, count, true);
  return view;
}

const bytesOf = (view: DataView): Uint8Array => new Uint8Array(view.buffer);

export function encodeClock(
  clock: { mode: number; rate: number; wallMs: number; dataAsOfMs: number; planEndMs: number; lagMs: number; build: number },
  o: FrameOptions,
): Uint8Array {
  const view = frame(FrameType.Clock, 1, 40, o);
  view.setUint8(24, clock.mode);
  view.setFloat32(28, clock.rate, true);
  view.setFloat64(32, clock.wallMs, true);
  view.setFloat64(40, clock.dataAsOfMs, true);
  view.setFloat64(48, clock.planEndMs, true);
  view.setFloat32(56, clock.lagMs, true);
  view.setUint32(60, clock.build, true);
  return bytesOf(view);
}

export function encodeEphemeris(epochMs: number, elements: Float32Array, o: FrameOptions): Uint8Array {
  const view = frame(FrameType.Ephemeris, elements.length / 6, 16 + elements.length * 4, o);
  view.setUint8(24, 1);
  view.setFloat64(32, epochMs, true);
  for (let i = 0; i < elements.length; i++) view.setFloat32(40 + i * 4, elements[i]!, true);
  return bytesOf(view);
}

export interface MockLink {
  a: number;
  b: number;
  kind: number;
  state: number;
  capacity: number;
}

function writeLink(view: DataView, at: number, link: MockLink): void {
  view.setUint16(at, link.a, true);
  view.setUint16(at + 2, link.b, true);
  view.setUint8(at + 4, link.kind);
  view.setUint8(at + 5, link.state);
  view.setUint16(at + 6, link.capacity, true);
}

export function encodeLinkSet(links: readonly MockLink[], o: FrameOptions): Uint8Array {
  const view = frame(FrameType.LinkSet, links.length, links.length * 8, o);
  links.forEach((link, i) => writeLink(view, HeaderBytes + i * 8, link));
  return bytesOf(view);
}

export function encodeLinkPatch(links: readonly (MockLink & { id: number })[], o: FrameOptions): Uint8Array {
  const view = frame(FrameType.LinkPatch, links.length, links.length * 12, o);
  links.forEach((link, i) => {
    view.setUint32(HeaderBytes + i * 12, link.id, true);
    writeLink(view, HeaderBytes + i * 12 + 4, link);
  });
  return bytesOf(view);
}

export function encodeLinkDelta(changes: readonly { id: number; state: number }[], o: FrameOptions): Uint8Array {
  const view = frame(FrameType.LinkDelta, changes.length, changes.length * 4, o);
  changes.forEach((change, i) => view.setUint32(HeaderBytes + i * 4, (change.id | (change.state << 24)) >>> 0, true));
  return bytesOf(view);
}

export function encodeLinkLoad(loads: Uint8Array, o: FrameOptions): Uint8Array {
  const view = frame(FrameType.LinkLoad, loads.length, loads.length, o);
  bytesOf(view).set(loads, HeaderBytes);
  return bytesOf(view);
}

export function encodeNodeDelta(
  changes: readonly { id: number; state: number; cause: number }[],
  o: FrameOptions,
): Uint8Array {
  const view = frame(FrameType.NodeDelta, changes.length, changes.length * 4, o);
  changes.forEach((change, i) => {
    view.setUint16(HeaderBytes + i * 4, change.id, true);
    view.setUint8(HeaderBytes + i * 4 + 2, change.state);
    view.setUint8(HeaderBytes + i * 4 + 3, change.cause);
  });
  return bytesOf(view);
}

export function encodeRoutes(
  routes: readonly { stream: number; pathNo: number; nodes: readonly number[] }[],
  o: FrameOptions,
): Uint8Array {
  const payload = routes.reduce((sum, route) => sum + 6 + route.nodes.length * 2, 0);
  const view = frame(FrameType.Routes, routes.length, payload, o);
  let at = HeaderBytes;
  for (const route of routes) {
    view.setUint32(at, route.stream, true);
    view.setUint8(at + 4, route.pathNo);
    view.setUint8(at + 5, route.nodes.length);
    route.nodes.forEach((node, i) => view.setUint16(at + 6 + i * 2, node, true));
    at += 6 + route.nodes.length * 2;
  }
  return bytesOf(view);
}

/** The fields of KPI in their order, and which of them are floats. */
const KpiOrder: readonly (keyof Kpi)[] = [
  'satellitesUp', 'satellites', 'linksUp', 'links', 'groundUp', 'ground', 'streamsKept', 'streams',
  'onTimeShare', 'p99OverBound', 'p50OverBound', 'late', 'lost', 'reroutes', 'incidents', 'unacknowledged',
  'drills', 'offeredPerS', 'deliveredPerS', 'deliveredMbps', 'packetHopsPerS', 'planLeftS', 'lagMs', 'nodesOut',
];
const KpiFloats: readonly (keyof Kpi)[] = [
  'onTimeShare', 'p99OverBound', 'p50OverBound', 'offeredPerS', 'deliveredPerS', 'deliveredMbps', 'packetHopsPerS',
  'planLeftS', 'lagMs',
];

export function encodeKpi(kpi: Kpi, o: FrameOptions): Uint8Array {
  const view = frame(FrameType.Kpi, 1, 96, o);
  KpiOrder.forEach((name, i) => {
    if (KpiFloats.includes(name)) view.setFloat32(HeaderBytes + i * 4, kpi[name], true);
    else view.setUint32(HeaderBytes + i * 4, kpi[name], true);
  });
  return bytesOf(view);
}

export function encodeStats(stats: readonly StreamStat[], o: FrameOptions): Uint8Array {
  const view = frame(FrameType.StreamStat, stats.length, stats.length * 128, o);
  stats.forEach((stat, n) => {
    const at = HeaderBytes + n * 128;
    view.setUint32(at, stat.stream, true);
    [stat.p50Ms, stat.p99Ms, stat.maxMs, stat.boundMs].forEach((v, i) => view.setFloat32(at + 4 + i * 4, v, true));
    [stat.sent, stat.late, stat.lost].forEach((v, i) => view.setUint32(at + 20 + i * 4, v, true));
    stat.hist.forEach((v, i) => view.setUint16(at + 32 + i * 2, v, true));
  });
  return bytesOf(view);
}

export function encodeParts(
  parts: readonly { stream: number; mean: TimeParts; slowest: TimeParts }[],
  o: FrameOptions,
): Uint8Array {
  const view = frame(FrameType.TimeParts, parts.length, parts.length * 52, o);
  parts.forEach((part, n) => {
    const at = HeaderBytes + n * 52;
    view.setUint32(at, part.stream, true);
    [part.mean, part.slowest].forEach((p, half) =>
      [p.best, p.detour, p.serialisation, p.queueing, p.waiting, p.processing].forEach((v, i) =>
        view.setFloat32(at + 4 + half * 24 + i * 4, v, true),
      ),
    );
  });
  return bytesOf(view);
}

export function encodeEvent(body: unknown, o: FrameOptions): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(body));
  const view = frame(FrameType.Event, text.length, text.length, o);
  bytesOf(view).set(text, HeaderBytes);
  return bytesOf(view);
}

export function encodeResync(reason: number, o: FrameOptions): Uint8Array {
  const view = frame(FrameType.Resync, 1, 4, o);
  view.setUint8(24, reason);
  return bytesOf(view);
}

/** Frames one after another, each with its length before it: a scene. */
export function joinFrames(frames: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(frames.reduce((sum, one) => sum + 4 + one.length, 0));
  const view = new DataView(out.buffer);
  let at = 0;
  for (const one of frames) {
    view.setUint32(at, one.length, true);
    out.set(one, at + 4);
    at += 4 + one.length;
  }
  return out;
}
