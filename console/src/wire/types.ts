/** The JSON of /api/v1 as the page reads it: camelCase, ISO times, null for unknown. */

export interface Page<T> {
  asOf: string;
  total: number;
  items: T[];
  next: string | null;
}

export type Role = 'viewer' | 'operator' | 'drill lead' | 'admin';

export interface About {
  product: string;
  version: string;
  build: number | string;
  network: string;
  mode: 'live' | 'recording';
  /** The earlier recording that answers; null is the network itself. */
  recording: string | null;
  /** When it was started, by the machine's clock. */
  begun: string | null;
  now: string;
  start: string | null;
  end: string | null;
  planEnd: string | null;
  historyFrom: string | null;
  epochMs: number;
  speed: number;
  /** Nobody starts a drill alone. */
  drillsNeedTwo: boolean;
  user: { name: string; role: Role } | null;
  rights: string[];
}

/** What is recorded, and what was before the last start. */
export interface History {
  from: string | null;
  to: string | null;
  bytes: number;
  /** Without an end where what follows cannot be read. */
  gaps: { from: string; to: string | null }[];
  /** Records that the disk was too slow for, or refused. */
  dropped: number;
  /** The disk refuses at present. */
  standsStill: boolean;
  earlier: EarlierRecording[];
}

/** Begun and ended by the machine's clock, from and to by the world's. */
export interface EarlierRecording {
  id: string;
  network: string;
  begun: string | null;
  ended: string;
  from: string;
  to: string;
  bytes: number;
}

/** A drill that waits for a second person. */
export interface DrillProposal {
  number: number;
  what: string;
  fields: string;
  durationMs: number;
  streams: number;
  predictedLate: number;
  by: string;
  at: string;
  until: string;
}

export interface CatalogueNode {
  id: number;
  name: string;
  /** satellite, site or edge. */
  kind: string;
  /** -1 where it is in none. */
  plane: number;
  slot: number;
  group: string;
  vendor: string;
  lat: number | null;
  lon: number | null;
  altM: number | null;
}

export interface CatalogueStream {
  id: number;
  /** Its contract, by number. */
  contract: number;
  row: string;
  name: string;
  tenant: string;
  /** Nodes, by number. */
  from: number;
  to: number;
  class: string;
  priority: number;
  assurance: string;
  protection: string;
  deadlineMs: number | null;
  promiseShare: number | null;
  floorMs: number | null;
  verdict: string;
  reason: string;
}

export interface Catalogue {
  network: string;
  start: string;
  hopMs: number;
  planes: number;
  nodes: CatalogueNode[];
  streams: CatalogueStream[];
}

export interface Overview {
  asOf: string;
  kpi: Record<string, number | null>;
  /** Those that are not closed; `open` is the sum of the next four. */
  incidents: { open: number; critical: number; major: number; minor: number; drills: number; unacknowledged: number };
  /** 60 values each, the oldest first. */
  sparklines: Record<string, (number | null)[]>;
}

export interface Series {
  at: string[];
  values: Record<string, (number | null)[]>;
}

export type NodeState = 'up' | 'degraded' | 'down' | 'hangs' | 'unknown';
export type LinkState = 'up' | 'degraded' | 'down' | 'opening' | 'unknown';
export type Cause = 'none' | 'fault' | 'drill' | 'plan';

export interface NodeRow {
  id: number;
  name: string;
  kind: string;
  plane: number | null;
  slot: number | null;
  vendor: string;
  state: NodeState;
  cause: Cause;
  since: string | null;
  links: { up: number; all: number };
  load: number | null;
  routes: number;
  clockErrorMs: number | null;
  eclipse: boolean | null;
  asOf: string | null;
}

export interface LinkWindow {
  peer: number;
  peerName: string;
  kind: string;
  opens: string;
  closes: string;
}

export interface NodeDetail extends NodeRow {
  lat: number | null;
  lon: number | null;
  altKm: number | null;
  linkRows: LinkRow[];
  next: LinkWindow[];
  /** Streams whose way goes through it, by number. */
  streams: number[];
}

export interface LinkRow {
  id: number;
  /** Nodes, by number and by name. */
  a: number;
  b: number;
  aName: string;
  bName: string;
  kind: string;
  state: LinkState;
  cause: Cause;
  since: string | null;
  rangeKm: number | null;
  oneWayMs: number | null;
  capacityMbps: number | null;
  load: number | null;
  opens: string | null;
  closes: string | null;
}

export interface LinkDetail extends LinkRow {
  /** Streams whose way goes over it, by number. */
  streams: number[];
}

export type ContractStatus = 'ok' | 'risk' | 'broken' | 'refused' | 'idle';

export interface ContractRow extends CatalogueStream {
  fromName: string;
  toName: string;
  status: ContractStatus;
  p50Ms: number | null;
  p99Ms: number | null;
  maxMs: number | null;
  boundMs: number | null;
  gap: number | null;
  sent: number;
  late: number;
  lost: number;
  onTimeShare: number | null;
  budgetShare: number | null;
  nextRisk: string | null;
}

export interface Parts {
  bestMs: number;
  detourMs: number;
  serialisationMs: number;
  queueingMs: number;
  waitingMs: number;
  processingMs: number;
}

/** A hop of a way; nodes by number. */
export interface Hop {
  from: number;
  to: number;
  delayMs: number | null;
  standby: boolean;
}

export interface PathChange {
  at: string;
  /** plan or repair. */
  cause: string;
  hopsBefore: number;
  /** 0 where there is no way. */
  hopsAfter: number;
  msBefore: number | null;
  msAfter: number | null;
}

export interface ContractDetail extends ContractRow {
  hist: number[];
  parts: { mean: Parts; slowest: Parts } | null;
  path: { at: string; totalMs: number | null; floorMs: number | null; hops: Hop[] } | null;
  pathChanges: PathChange[];
}

/** A link that a followed message took; times in ms since it was handed in. */
export interface TraceHop {
  from: number;
  to: number | null;
  leftMs: number;
  waitedMs: number | null;
  flewMs: number | null;
  /** Whether it lies on the way that came first. */
  leads: boolean;
}

export interface Trace {
  stream: number;
  state: 'delivered' | 'dropped' | 'underway' | 'none';
  number: number | null;
  at: string | null;
  tookMs: number | null;
  inTime: boolean | null;
  bytes: number | null;
  pieces: number | null;
  reason: string | null;
  parts: Parts | null;
  hops: TraceHop[];
}

export type Severity = 'critical' | 'major' | 'minor' | 'drill' | 'info';
export type IncidentState = 'open' | 'acknowledged' | 'shelved' | 'closed';

export interface Incident {
  id: string;
  version: number;
  severity: Severity;
  state: IncidentState;
  title: string;
  at: string;
  clearedAt: string | null;
  closedAt: string | null;
  cause: { kind: string; text: string; nodes: number[] };
  alarms: { count: number; items: { at: string; what: string; clearedAt: string | null }[] };
  hit: { nodes: number; links: number; streams: { id: number; late: number; lost: number }[] };
  did: { at: string; text: string }[];
  acknowledged: { by: string; at: string } | null;
  shelved: { by: string; until: string; reason: string } | null;
  owner: string | null;
  comments: { at: string; by: string; text: string }[];
  drill: number | null;
}

export interface Fault {
  number: number;
  kind: string;
  what: string;
  begins: string | null;
  ends: string | null;
  drill: boolean;
  by: string | null;
  state: string;
  counts: Record<string, number> | null;
}

export interface EventRow {
  at: string;
  kind: string;
  id: string | null;
  version: number | null;
  text: string;
  [more: string]: unknown;
}

/** Problem details (RFC 9457), with errors by field. */
export interface Problem {
  type?: string;
  title: string;
  status: number;
  detail?: string;
  instance?: string;
  errors?: Record<string, string[]>;
}

export interface DrillPreview {
  what: string;
  nodes: string[];
  links: number;
  streams: { id: number; name: string; plannedMs: number | null; drillMs: number | null; deadlineMs: number; late: boolean }[];
  predictedLate: number;
  /** What of it is so already, and by which fault. */
  already: string[];
  /** Why it could not be started now. */
  refused: string | null;
  /** The word that starting it asks for. */
  confirm: string;
}

export interface WhatIfChange {
  fields: string;
  fromMs: number;
  durationMs: number | null;
}

export interface WhatIfFigures {
  onTimeShare: number | null;
  p50Ms: number | null;
  p99Ms: number | null;
  late: number;
  lost: number;
  detours: number;
  series: { atMs: number[]; onTimeShare: (number | null)[] };
}

export interface WhatIfShare {
  onTimeShare: number | null;
  p50Ms: number | null;
  p99Ms: number | null;
  late: number;
  lost: number;
}

/** What ended from the beginning of the span on, in the runs ahead and in the network. */
export interface WhatIfEnded extends WhatIfShare {
  detours: number;
}

export interface WhatIf {
  id: string;
  state: 'queued' | 'running' | 'done' | 'failed';
  progress: number;
  by: string;
  at: string;
  horizonMs: number;
  changes: WhatIfChange[];
  base: WhatIfFigures | null;
  plan: WhatIfFigures | null;
  live: WhatIfFigures | null;
  soFar: { untilMs: number; base: WhatIfEnded; plan: WhatIfEnded; live: WhatIfEnded } | null;
  streams: { id: number; name: string; base: WhatIfShare; plan: WhatIfShare; live: WhatIfShare | null }[];
  weak: { atMs: number; where: string; streams: number[]; why: string }[];
  /** When its nodes could be out with no stream late, by the plan; null where it does more than that. */
  windows: { neededMs: number; lookedMs: number; items: { fromMs: number; untilMs: number }[] } | null;
  error: string | null;
}

export interface PlanInForce {
  version: number;
  start: string;
  end: string;
  epochMs: number;
  epochs: number;
  epoch: number;
  links: number;
  contacts: number;
}

export interface SessionRow {
  id: number;
  name: string;
  role: Role;
  since: string;
  lastSeen: string;
  /** Whether it is that of who asks. */
  mine: boolean;
}

export interface AuditRow {
  number: number;
  at: string;
  who: string;
  role: string;
  action: string;
  target: string;
  /** The status of HTTP that it got. */
  outcome: number;
  hash: string;
}
