/** How each frame is read: a reader a type. What is cut short throws a RangeError, as a view of bytes does. */

import { ClockModes, FrameType, HeaderBytes } from './frame-types';
import type {
  EventBody, Frame, Header, Kpi, Route, StreamParts, StreamStat, TimeParts,
} from './frame-types';

type Reader = (header: Header, view: DataView, bytes: Uint8Array) => Frame;

export const readers: Record<number, Reader> = {
  [FrameType.Clock]: (header, view) => ({
    kind: 'clock',
    header,
    mode: ClockModes[view.getUint8(24)] ?? 'live',
    rate: view.getFloat32(28, true),
    wallMs: view.getFloat64(32, true),
    dataAsOfMs: view.getFloat64(40, true),
    planEndMs: view.getFloat64(48, true),
    lagMs: view.getFloat32(56, true),
    build: view.getUint32(60, true),
  }),
  [FrameType.Ephemeris]: (header, view, bytes) => {
    const from = HeaderBytes + 16;
    const to = need(bytes, from + header.count * 24);
    return {
      kind: 'ephemeris',
      header,
      model: view.getUint8(24),
      epochMs: view.getFloat64(32, true),
      // A copy, for a frame inside a scene need not lie on a multiple of four.
      elements: new Float32Array(copy(bytes, from, to)),
    };
  },
  [FrameType.LinkSet]: (header, view, bytes) => {
    need(bytes, HeaderBytes + header.count * 8);
    const set = linkColumns(header.count);
    for (let i = 0, at = HeaderBytes; i < header.count; i++, at += 8) readLink(view, at, set, i);
    return { kind: 'linkset', header, ...set };
  },
  [FrameType.LinkDelta]: (header, view, bytes) => {
    need(bytes, HeaderBytes + header.count * 4);
    const ids = new Uint32Array(header.count);
    const states = new Uint8Array(header.count);
    for (let i = 0, at = HeaderBytes; i < header.count; i++, at += 4) {
      const word = view.getUint32(at, true);
      ids[i] = word & 0xffffff;
      states[i] = word >>> 24;
    }
    return { kind: 'linkdelta', header, ids, states };
  },
  [FrameType.LinkLoad]: (header, _, bytes) => {
    const to = need(bytes, HeaderBytes + header.count);
    return { kind: 'linkload', header, loads: new Uint8Array(copy(bytes, HeaderBytes, to)) };
  },
  [FrameType.NodeDelta]: (header, view, bytes) => {
    need(bytes, HeaderBytes + header.count * 4);
    const ids = new Uint16Array(header.count);
    const states = new Uint8Array(header.count);
    const causes = new Uint8Array(header.count);
    for (let i = 0, at = HeaderBytes; i < header.count; i++, at += 4) {
      ids[i] = view.getUint16(at, true);
      states[i] = view.getUint8(at + 2);
      causes[i] = view.getUint8(at + 3);
    }
    return { kind: 'nodedelta', header, ids, states, causes };
  },
  [FrameType.Routes]: (header, view) => {
    const routes: Route[] = [];
    let at = HeaderBytes;
    for (let i = 0; i < header.count; i++) {
      const nodes: number[] = new Array<number>(view.getUint8(at + 5));
      for (let hop = 0; hop < nodes.length; hop++) nodes[hop] = view.getUint16(at + 6 + hop * 2, true);
      routes.push({ stream: view.getUint32(at, true), pathNo: view.getUint8(at + 4), nodes });
      at += 6 + nodes.length * 2;
    }
    return { kind: 'routes', header, routes };
  },
  [FrameType.Kpi]: (header, view, bytes) => {
    need(bytes, HeaderBytes + 96);
    return { kind: 'kpi', header, kpi: readKpi(view) };
  },
  [FrameType.StreamStat]: (header, view, bytes) => {
    need(bytes, HeaderBytes + header.count * 128);
    const stats: StreamStat[] = [];
    for (let i = 0, at = HeaderBytes; i < header.count; i++, at += 128) stats.push(readStat(view, at));
    return { kind: 'streamstat', header, stats };
  },
  [FrameType.Event]: (header, _, bytes) => {
    const to = need(bytes, HeaderBytes + header.count);
    const text = new TextDecoder().decode(bytes.subarray(HeaderBytes, to));
    return { kind: 'event', header, event: JSON.parse(text) as EventBody };
  },
  [FrameType.Resync]: (header, view) => ({ kind: 'resync', header, reason: view.getUint8(24) }),
  [FrameType.LinkPatch]: (header, view, bytes) => {
    need(bytes, HeaderBytes + header.count * 12);
    const ids = new Uint32Array(header.count);
    const set = linkColumns(header.count);
    for (let i = 0, at = HeaderBytes; i < header.count; i++, at += 12) {
      ids[i] = view.getUint32(at, true);
      readLink(view, at + 4, set, i);
    }
    return { kind: 'linkpatch', header, ids, ...set };
  },
  [FrameType.TimeParts]: (header, view, bytes) => {
    need(bytes, HeaderBytes + header.count * 52);
    const parts: StreamParts[] = [];
    for (let i = 0, at = HeaderBytes; i < header.count; i++, at += 52) {
      parts.push({
        stream: view.getUint32(at, true),
        mean: readParts(view, at + 4),
        slowest: readParts(view, at + 28),
      });
    }
    return { kind: 'timeparts', header, parts };
  },
};

function need(bytes: Uint8Array, length: number): number {
  if (bytes.byteLength < length) throw new RangeError('cut short');
  return length;
}

function copy(bytes: Uint8Array, from: number, to: number): ArrayBuffer {
  const out = new ArrayBuffer(to - from);
  new Uint8Array(out).set(bytes.subarray(from, to));
  return out;
}

interface LinkColumns {
  a: Uint16Array;
  b: Uint16Array;
  linkKind: Uint8Array;
  state: Uint8Array;
  capacity: Uint16Array;
}

function linkColumns(count: number): LinkColumns {
  return {
    a: new Uint16Array(count),
    b: new Uint16Array(count),
    linkKind: new Uint8Array(count),
    state: new Uint8Array(count),
    capacity: new Uint16Array(count),
  };
}

function readLink(view: DataView, at: number, into: LinkColumns, i: number): void {
  into.a[i] = view.getUint16(at, true);
  into.b[i] = view.getUint16(at + 2, true);
  into.linkKind[i] = view.getUint8(at + 4);
  into.state[i] = view.getUint8(at + 5);
  into.capacity[i] = view.getUint16(at + 6, true);
}

function readKpi(view: DataView): Kpi {
  const u = (at: number) => view.getUint32(HeaderBytes + at, true);
  const f = (at: number) => view.getFloat32(HeaderBytes + at, true);
  return {
    satellitesUp: u(0),
    satellites: u(4),
    linksUp: u(8),
    links: u(12),
    groundUp: u(16),
    ground: u(20),
    streamsKept: u(24),
    streams: u(28),
    onTimeShare: f(32),
    p99OverBound: f(36),
    p50OverBound: f(40),
    late: u(44),
    lost: u(48),
    reroutes: u(52),
    incidents: u(56),
    unacknowledged: u(60),
    drills: u(64),
    offeredPerS: f(68),
    deliveredPerS: f(72),
    deliveredMbps: f(76),
    packetHopsPerS: f(80),
    planLeftS: f(84),
    lagMs: f(88),
    nodesOut: u(92),
  };
}

function readStat(view: DataView, at: number): StreamStat {
  const hist = new Uint16Array(48);
  for (let i = 0; i < 48; i++) hist[i] = view.getUint16(at + 32 + i * 2, true);
  return {
    stream: view.getUint32(at, true),
    p50Ms: view.getFloat32(at + 4, true),
    p99Ms: view.getFloat32(at + 8, true),
    maxMs: view.getFloat32(at + 12, true),
    boundMs: view.getFloat32(at + 16, true),
    sent: view.getUint32(at + 20, true),
    late: view.getUint32(at + 24, true),
    lost: view.getUint32(at + 28, true),
    hist,
  };
}

function readParts(view: DataView, at: number): TimeParts {
  const f = (i: number) => view.getFloat32(at + i * 4, true);
  return { best: f(0), detour: f(1), serialisation: f(2), queueing: f(3), waiting: f(4), processing: f(5) };
}
