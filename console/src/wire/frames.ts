/**
 * The frames of the console: what comes over the socket, in scenes and from recordings. Little-endian, a
 * header of 24 bytes, then entries. See docs/lab/console-design.md; the golden bytes of tests/fixtures/frames
 * hold both ends to it.
 */

export const FrameType = {
  Clock: 1,
  Ephemeris: 2,
  LinkSet: 3,
  LinkDelta: 4,
  LinkLoad: 5,
  NodeDelta: 6,
  Routes: 7,
  Kpi: 8,
  StreamStat: 9,
  Event: 10,
  Resync: 11,
  LinkPatch: 12,
  TimeParts: 13,
} as const;

export const HeaderBytes = 24;
export const FrameVersion = 1;
/** What is not named in a frame with this flag is back to normal. */
export const SnapshotFlag = 2;
const WideIdsFlag = 1;
const FrameBytesMax = 16 * 1024 * 1024;

export interface Header {
  type: number;
  version: number;
  flags: number;
  seq: number;
  /** When it was so, Unix milliseconds of the world. */
  simMs: number;
  generation: number;
  count: number;
}

export const ClockModes = ['live', 'paused', 'replay', 'plan', 'ended'] as const;
export type ClockMode = (typeof ClockModes)[number];

export interface ClockFrame {
  kind: 'clock';
  header: Header;
  mode: ClockMode;
  rate: number;
  wallMs: number;
  dataAsOfMs: number;
  planEndMs: number;
  lagMs: number;
  build: number;
}

export interface EphemerisFrame {
  kind: 'ephemeris';
  header: Header;
  model: number;
  epochMs: number;
  /** Six a satellite: a km, e, i, raan, argp, M (rad). */
  elements: Float32Array;
}

export interface LinkSetFrame {
  kind: 'linkset';
  header: Header;
  a: Uint16Array;
  b: Uint16Array;
  linkKind: Uint8Array;
  state: Uint8Array;
  /** In units of 100 Mb/s. */
  capacity: Uint16Array;
}

export interface LinkDeltaFrame {
  kind: 'linkdelta';
  header: Header;
  ids: Uint32Array;
  states: Uint8Array;
}

export interface LinkLoadFrame {
  kind: 'linkload';
  header: Header;
  loads: Uint8Array;
}

export interface NodeDeltaFrame {
  kind: 'nodedelta';
  header: Header;
  ids: Uint16Array;
  states: Uint8Array;
  causes: Uint8Array;
}

export interface Route {
  stream: number;
  pathNo: number;
  nodes: number[];
}

export interface RoutesFrame {
  kind: 'routes';
  header: Header;
  routes: Route[];
}

export interface Kpi {
  satellitesUp: number;
  satellites: number;
  linksUp: number;
  links: number;
  groundUp: number;
  ground: number;
  streamsKept: number;
  streams: number;
  onTimeShare: number;
  p99OverBound: number;
  p50OverBound: number;
  late: number;
  lost: number;
  reroutes: number;
  incidents: number;
  unacknowledged: number;
  drills: number;
  offeredPerS: number;
  deliveredPerS: number;
  deliveredMbps: number;
  packetHopsPerS: number;
  planLeftS: number;
  lagMs: number;
  nodesOut: number;
}

export interface KpiFrame {
  kind: 'kpi';
  header: Header;
  kpi: Kpi;
}

export interface StreamStat {
  stream: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  boundMs: number;
  sent: number;
  late: number;
  lost: number;
  /** hist[i] counts latencies from 2^(i/4) to 2^((i+1)/4) ms. */
  hist: Uint16Array;
}

export interface StreamStatFrame {
  kind: 'streamstat';
  header: Header;
  stats: StreamStat[];
}

export interface EventFrame {
  kind: 'event';
  header: Header;
  event: EventBody;
}

/** The body of an EVENT: what it is about, its id and version, and what the kind adds. */
export interface EventBody {
  kind?: string;
  id?: string;
  version?: number;
  text?: string;
  at?: string;
  severity?: string;
  [more: string]: unknown;
}

export interface ResyncFrame {
  kind: 'resync';
  header: Header;
  reason: number;
}

export interface LinkPatchFrame {
  kind: 'linkpatch';
  header: Header;
  ids: Uint32Array;
  a: Uint16Array;
  b: Uint16Array;
  linkKind: Uint8Array;
  state: Uint8Array;
  capacity: Uint16Array;
}

/** Where the time of messages went, ms. */
export interface TimeParts {
  best: number;
  detour: number;
  serialisation: number;
  queueing: number;
  waiting: number;
  processing: number;
}

export interface StreamParts {
  stream: number;
  mean: TimeParts;
  slowest: TimeParts;
}

export interface TimePartsFrame {
  kind: 'timeparts';
  header: Header;
  parts: StreamParts[];
}

export type Frame =
  | ClockFrame
  | EphemerisFrame
  | LinkSetFrame
  | LinkDeltaFrame
  | LinkLoadFrame
  | NodeDeltaFrame
  | RoutesFrame
  | KpiFrame
  | StreamStatFrame
  | EventFrame
  | ResyncFrame
  | LinkPatchFrame
  | TimePartsFrame;

/** Bytes that are no frame of this version. */
export class FrameError extends Error {}

/** Reads one frame; `bytes` is the frame and nothing else. */
export function decodeFrame(bytes: Uint8Array): Frame {
  if (bytes.byteLength < HeaderBytes) throw new FrameError(`a frame of ${bytes.byteLength} bytes has no header`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header: Header = {
    type: view.getUint8(0),
    version: view.getUint8(1),
    flags: view.getUint16(2, true),
    seq: view.getUint32(4, true),
    simMs: view.getFloat64(8, true),
    generation: view.getUint32(16, true),
    count: view.getUint32(20, true),
  };
  if (header.version !== FrameVersion) throw new FrameError(`frame version ${header.version} is not ${FrameVersion}`);
  if (header.flags & WideIdsFlag) throw new FrameError('frames with wide node ids are not of this version');
  const reader = readers[header.type];
  if (!reader) throw new FrameError(`frame type ${header.type} is unknown`);
  try {
    return reader(header, view, bytes);
  } catch (error) {
    if (error instanceof RangeError) throw new FrameError(`frame of type ${header.type} is cut short`);
    throw error;
  }
}

/** Takes a scene apart: frames one after another, each with its u32 length before it. */
export function splitFrames(bytes: Uint8Array): Uint8Array[] {
  const frames: Uint8Array[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 0;
  while (offset < bytes.byteLength) {
    if (offset + 4 > bytes.byteLength) throw new FrameError('a scene ends inside a length');
    const length = view.getUint32(offset, true);
    if (length < HeaderBytes || length > FrameBytesMax || offset + 4 + length > bytes.byteLength) {
      throw new FrameError(`a scene has a frame of ${length} bytes at ${offset} of ${bytes.byteLength}`);
    }
    frames.push(bytes.subarray(offset + 4, offset + 4 + length));
    offset += 4 + length;
  }
  return frames;
}

type Reader = (header: Header, view: DataView, bytes: Uint8Array) => Frame;

const readers: Record<number, Reader> = {
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
