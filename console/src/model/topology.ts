/** Nodes and links as rows of tables: what the scene says of them now, beside what the server answered last. Pure. */

import type { CatalogueNode, Cause, LinkRow, LinkState, NodeRow, NodeState } from '../wire/types';
import { DrillBit, LinkKinds, LinkStates, NodeStates, PlannedBit, plainState, UnknownLoad, VacantKind } from './scene';
import type { Scene } from './scene';

const FullLoad = 250;
const Causes: readonly Cause[] = ['none', 'fault', 'drill', 'plan'];
/** Mb/s that one unit of a link's capacity stands for. */
const CapacityUnit = 100;

/** The word of a state byte and who caused it, for marks. */
export function markOf(state: string, cause: Cause): { tone: string; word: string } {
  if (cause === 'drill' && state !== 'up') return { tone: 'drill', word: `${state}, DRILL` };
  if (cause === 'plan' && state !== 'up') return { tone: 'planned', word: `${state}, planned` };
  return { tone: state, word: state };
}

export function causeOf(state: number, cause: number): Cause {
  if (state & DrillBit) return 'drill';
  if (state & PlannedBit) return 'plan';
  return Causes[cause] ?? 'none';
}

/** All nodes, with the state of now. Where the server has not answered yet, a row has what is known without it. */
export function nodeRows(nodes: readonly CatalogueNode[], answered: ReadonlyMap<number, NodeRow>, scene: Scene): NodeRow[] {
  const up = new Uint16Array(nodes.length);
  const all = new Uint16Array(nodes.length);
  const load = new Int16Array(nodes.length).fill(-1);
  for (let id = 0; id < scene.links; id++) {
    if (scene.linkKind[id] === VacantKind) continue;
    const isUp = plainState(scene.linkState[id]!) <= 1;
    const loadNow = scene.linkLoad[id] === UnknownLoad ? -1 : scene.linkLoad[id]!;
    for (const node of [scene.linkA[id]!, scene.linkB[id]!]) {
      if (node >= nodes.length) continue;
      all[node]!++;
      if (isUp) up[node]!++;
      if (loadNow > load[node]!) load[node] = loadNow;
    }
  }
  return nodes.map((node) => {
    const known = answered.get(node.id);
    const state = scene.nodeState[node.id] ?? 0;
    return {
      id: node.id,
      name: node.name,
      kind: node.kind,
      plane: node.plane,
      slot: node.slot,
      vendor: node.vendor,
      state: (NodeStates[plainState(state)] ?? 'unknown') as NodeState,
      cause: causeOf(state, scene.nodeCause[node.id] ?? 0),
      since: known?.since ?? null,
      links: { up: up[node.id] ?? 0, all: all[node.id] ?? 0 },
      load: load[node.id]! < 0 ? (known?.load ?? null) : load[node.id]! / FullLoad,
      routes: known?.routes ?? 0,
      clockErrorMs: known?.clockErrorMs ?? null,
      eclipse: known?.eclipse ?? null,
      asOf: known?.asOf ?? '',
    };
  });
}

/** All links in force. */
export function linkRows(nodes: readonly CatalogueNode[], answered: ReadonlyMap<number, LinkRow>, scene: Scene): LinkRow[] {
  const rows: LinkRow[] = [];
  for (let id = 0; id < scene.links; id++) {
    if (scene.linkKind[id] === VacantKind) continue;
    const a = scene.linkA[id]!;
    const b = scene.linkB[id]!;
    const known = answered.get(id);
    // A seat may have been taken by another link since the server answered.
    const same = known?.a === a && known.b === b ? known : undefined;
    const state = scene.linkState[id]!;
    rows.push({
      id,
      a,
      b,
      aName: nodes[a]?.name ?? String(a),
      bName: nodes[b]?.name ?? String(b),
      kind: LinkKinds[scene.linkKind[id]!] ?? 'laser',
      state: (LinkStates[plainState(state)] ?? 'unknown') as LinkState,
      cause: same && causeOf(state, 0) === 'none' ? same.cause : causeOf(state, 0),
      since: same?.since ?? null,
      rangeKm: same?.rangeKm ?? null,
      oneWayMs: same?.oneWayMs ?? null,
      capacityMbps: scene.linkCapacity[id]! * CapacityUnit,
      load: scene.linkLoad[id] === UnknownLoad ? (same?.load ?? null) : scene.linkLoad[id]! / FullLoad,
      opens: same?.opens ?? null,
      closes: same?.closes ?? null,
    });
  }
  return rows;
}

/** When a link is lost next, as far as that is known, and why. */
export interface NextDrop {
  /** Null where it is lost now, and where the plan keeps it to its end. */
  at: string | null;
  text: string;
  why: string;
}

export function dropOf(row: Pick<LinkRow, 'state' | 'cause' | 'closes'>, planEndMs: number): NextDrop {
  if (row.state === 'down') {
    const why = row.cause === 'drill' ? 'DRILL' : row.cause === 'plan' ? 'by plan' : 'fault';
    return { at: null, text: `now, ${why}`, why: 'It is lost already.' };
  }
  if (row.closes === null) return { at: null, text: '–', why: 'No plan says when it ends.' };
  if (Date.parse(row.closes) >= planEndMs) return { at: null, text: 'none planned', why: 'The plan keeps it to its end.' };
  return { at: row.closes, text: 'geometry', why: 'It ends by plan: its ends lose sight of each other or are given others.' };
}

export interface PlaneRow {
  key: string;
  group: string;
  plane: number;
  satellites: number;
  up: number;
  linksUp: number;
  links: number;
  load: number | null;
}

/** Satellites by plane, in the order of the catalogue. */
export function planeRows(rows: readonly NodeRow[], groupOf: (id: number) => string): PlaneRow[] {
  const planes = new Map<string, PlaneRow>();
  for (const row of rows) {
    if (row.plane === null || row.plane < 0) continue;
    const group = groupOf(row.id);
    const key = `${group} ${row.plane}`;
    let plane = planes.get(key);
    if (!plane) {
      plane = { key, group, plane: row.plane, satellites: 0, up: 0, linksUp: 0, links: 0, load: null };
      planes.set(key, plane);
    }
    plane.satellites++;
    plane.up += Number(row.state === 'up' || row.state === 'degraded');
    plane.linksUp += row.links.up;
    plane.links += row.links.all;
    if (row.load !== null) plane.load = Math.max(plane.load ?? 0, row.load);
  }
  return [...planes.values()];
}

/** The cells of the carpet: a row a plane, a column a slot; -1 where there is no satellite. */
export interface Carpet {
  rows: number;
  columns: number;
  cells: Int32Array;
  /** The number of each row's plane. */
  planes: string[];
}

export function carpetOf(nodes: readonly CatalogueNode[]): Carpet {
  const rows = new Map<string, number>();
  const planes: string[] = [];
  let columns = 0;
  const satellites = nodes.filter((node) => node.plane >= 0 && node.slot >= 0);
  for (const node of satellites) {
    const key = `${node.group} ${node.plane}`;
    if (!rows.has(key)) {
      rows.set(key, rows.size);
      planes.push(String(node.plane));
    }
    columns = Math.max(columns, node.slot + 1);
  }
  const cells = new Int32Array(rows.size * columns).fill(-1);
  for (const node of satellites) cells[rows.get(`${node.group} ${node.plane}`)! * columns + node.slot] = node.id;
  return { rows: rows.size, columns, cells, planes };
}

/** The satellite so many planes and slots away, around the ends; null where there is none. */
export function neighbourOf(carpet: Carpet, id: number, planes: number, slots: number): number | null {
  const at = carpet.cells.indexOf(id);
  if (at < 0) return null;
  const row = (Math.floor(at / carpet.columns) + planes + carpet.rows * 2) % carpet.rows;
  const column = ((at % carpet.columns) + slots + carpet.columns * 2) % carpet.columns;
  const found = carpet.cells[row * carpet.columns + column]!;
  return found < 0 ? null : found;
}
