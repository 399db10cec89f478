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
  now: string;
  start: string | null;
  end: string | null;
  planEnd: string | null;
  historyFrom: string | null;
  epochMs: number;
  speed: number;
  user: { name: string; role: Role } | null;
  rights: string[];
}

export interface CatalogueNode {
  id: number;
  name: string;
  /** satellite, or one of the kinds of ground: gateway, terminal, pop ... */
  kind: string;
  plane: number | null;
  slot: number | null;
  group: string | null;
  vendor: string | null;
  lat: number | null;
  lon: number | null;
  altM: number | null;
}

export interface CatalogueStream {
  id: number;
  contract: string;
  row: number | null;
  name: string;
  tenant: string | null;
  from: string;
  to: string;
  class: string;
  priority: number | null;
  assurance: string | null;
  protection: string | null;
  deadlineMs: number | null;
  promiseShare: number | null;
  floorMs: number | null;
  verdict: string | null;
  reason: string | null;
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
  incidents: { critical: number; major: number; minor: number; drills: number; unacknowledged: number };
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
  vendor: string | null;
  state: NodeState;
  cause: Cause;
  since: string | null;
  links: { up: number; all: number };
  load: number | null;
  routes: number;
  clockErrorMs: number | null;
  eclipse: boolean | null;
  asOf: string;
}

export interface LinkWindow {
  peer: string;
  kind: string;
  from: string;
  to: string;
}

export interface NodeDetail extends Omit<NodeRow, 'links'> {
  lat: number | null;
  lon: number | null;
  altKm: number | null;
  links: LinkRow[];
  next: LinkWindow[];
  streams: { id: number; name: string }[];
}

export interface LinkRow {
  id: number;
  a: string;
  b: string;
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

export type ContractStatus = 'ok' | 'risk' | 'broken' | 'refused' | 'idle';

export interface ContractRow extends CatalogueStream {
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
  best: number | null;
  detour: number | null;
  serialisation: number | null;
  queueing: number | null;
  waiting: number | null;
  processing: number | null;
}

export interface Hop {
  from: string;
  to: string;
  delayMs: number | null;
  standby?: boolean;
}

export interface ContractDetail extends ContractRow {
  hist: number[];
  parts: { mean: Parts | null; slowest: Parts | null };
  path: { hops: Hop[] } | null;
  pathChanges: { at: string; cause: string; before: string; after: string; ms: number | null }[];
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
  cause: { kind: string; text: string; nodes: string[] } | null;
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
