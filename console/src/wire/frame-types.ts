/** What each frame says, once it is read. */

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
