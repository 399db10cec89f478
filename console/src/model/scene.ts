/**
 * The state after all frames so far, in columns: what the globe draws and the numbers are read from. No
 * signals here: `apply` says what changed, and the store tells those who draw it.
 */

import { SnapshotFlag } from '../wire/frames';
import type { ClockFrame, Frame, Kpi, LinkPatchFrame, LinkSetFrame, StreamParts, StreamStat } from '../wire/frames';

/** What a frame changed, as bits. */
export const Changed = {
  Clock: 1,
  Ephemeris: 2,
  Links: 4,
  LinkState: 8,
  Load: 16,
  Nodes: 32,
  Routes: 64,
  Kpi: 128,
  Stats: 256,
  Event: 512,
  Parts: 1024,
  Resync: 2048,
} as const;

export const NodeStates = ['up', 'degraded', 'down', 'hangs', 'unknown'] as const;
export const LinkStates = ['up', 'degraded', 'down', 'opening', 'unknown'] as const;
export const LinkKinds = ['laser', 'access', 'gateway', 'standby'] as const;
export const VacantKind = 255;
export const DrillBit = 0x10;
export const PlannedBit = 0x20;
export const UnknownLoad = 255;
const NodesMax = 65_536;

export class Scene {
  simMs = 0;
  generation = 0;
  clock: ClockFrame | null = null;

  /** Satellites come first: node ids below this. */
  satellites = 0;
  epochMs = 0;
  elements: Float32Array = new Float32Array(0);

  nodeState: Uint8Array = new Uint8Array(0);
  nodeCause: Uint8Array = new Uint8Array(0);

  links = 0;
  linkA: Uint16Array = new Uint16Array(0);
  linkB: Uint16Array = new Uint16Array(0);
  linkKind: Uint8Array = new Uint8Array(0);
  linkState: Uint8Array = new Uint8Array(0);
  linkCapacity: Uint16Array = new Uint16Array(0);
  linkLoad: Uint8Array = new Uint8Array(0);

  /** Ways of a stream by path number. */
  readonly routes = new Map<number, number[][]>();
  readonly stats = new Map<number, StreamStat>();
  readonly parts = new Map<number, StreamParts>();
  kpi: Kpi | null = null;

  /** Makes room for nodes that no frame has named yet. */
  reserveNodes(count: number): void {
    if (count <= this.nodeState.length) return;
    this.nodeState = grown(this.nodeState, Math.min(NodesMax, count));
    this.nodeCause = grown(this.nodeCause, Math.min(NodesMax, count));
  }

  /** Takes a frame in and says what it changed. */
  apply(frame: Frame): number {
    this.simMs = Math.max(0, frame.header.simMs);
    switch (frame.kind) {
      case 'clock':
        this.clock = frame;
        return Changed.Clock;
      case 'ephemeris':
        this.satellites = frame.header.count;
        this.epochMs = frame.epochMs;
        this.elements = frame.elements;
        this.reserveNodes(frame.header.count);
        return Changed.Ephemeris;
      case 'linkset':
        this.setLinks(frame);
        return Changed.Links;
      case 'linkpatch':
        this.patchLinks(frame);
        return Changed.Links;
      case 'linkdelta':
        if (frame.header.flags & SnapshotFlag) this.linkState.fill(0);
        for (let i = 0; i < frame.ids.length; i++) {
          const id = frame.ids[i]!;
          if (id < this.links) this.linkState[id] = frame.states[i]!;
        }
        return Changed.LinkState;
      case 'linkload':
        this.linkLoad.fill(UnknownLoad);
        this.linkLoad.set(frame.loads.subarray(0, this.links));
        return Changed.Load;
      case 'nodedelta':
        if (frame.header.flags & SnapshotFlag) {
          this.nodeState.fill(0);
          this.nodeCause.fill(0);
        }
        for (let i = 0; i < frame.ids.length; i++) {
          const id = frame.ids[i]!;
          this.reserveNodes(id + 1);
          this.nodeState[id] = frame.states[i]!;
          this.nodeCause[id] = frame.causes[i]!;
        }
        return Changed.Nodes;
      case 'routes':
        if (frame.header.flags & SnapshotFlag) this.routes.clear();
        for (const route of frame.routes) {
          const ways = this.routes.get(route.stream) ?? [];
          ways[route.pathNo] = route.nodes;
          this.routes.set(route.stream, ways);
        }
        return Changed.Routes;
      case 'kpi':
        this.kpi = frame.kpi;
        return Changed.Kpi;
      case 'streamstat':
        for (const stat of frame.stats) this.stats.set(stat.stream, stat);
        return Changed.Stats;
      case 'timeparts':
        for (const part of frame.parts) this.parts.set(part.stream, part);
        return Changed.Parts;
      case 'event':
        return Changed.Event;
      case 'resync':
        return Changed.Resync;
    }
  }

  private setLinks(frame: LinkSetFrame): void {
    this.generation = frame.header.generation;
    this.links = frame.header.count;
    this.linkA = frame.a;
    this.linkB = frame.b;
    this.linkKind = frame.linkKind;
    this.linkState = frame.state;
    this.linkCapacity = frame.capacity;
    this.linkLoad = new Uint8Array(this.links).fill(UnknownLoad);
  }

  private patchLinks(frame: LinkPatchFrame): void {
    this.generation = frame.header.generation;
    let links = this.links;
    for (const id of frame.ids) links = Math.max(links, id + 1);
    if (links > this.linkA.length) this.growLinks(links);
    this.links = links;
    for (let i = 0; i < frame.ids.length; i++) {
      const id = frame.ids[i]!;
      this.linkA[id] = frame.a[i]!;
      this.linkB[id] = frame.b[i]!;
      this.linkKind[id] = frame.linkKind[i]!;
      this.linkState[id] = frame.state[i]!;
      this.linkCapacity[id] = frame.capacity[i]!;
      this.linkLoad[id] = UnknownLoad;
    }
  }

  private growLinks(links: number): void {
    const room = Math.ceil(links * 1.25);
    const from = this.linkA.length;
    this.linkA = grown(this.linkA, room);
    this.linkB = grown(this.linkB, room);
    this.linkKind = grown(this.linkKind, room).fill(VacantKind, from);
    this.linkState = grown(this.linkState, room);
    this.linkCapacity = grown(this.linkCapacity, room);
    this.linkLoad = grown(this.linkLoad, room).fill(UnknownLoad, from);
  }
}

/** What a state byte says without its marks. */
export function plainState(state: number): number {
  return state & 0x0f;
}

function grown<T extends Uint8Array | Uint16Array>(from: T, length: number): T {
  const to = new (from.constructor as new (length: number) => T)(length);
  to.set(from);
  return to;
}
