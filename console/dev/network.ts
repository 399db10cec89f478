/** A made-up network for looking at the page without a server: a Walker pattern, sites, streams, faults that come and go. */

import type { Kpi, StreamStat, TimeParts } from '../src/wire/frames';
import type { CatalogueNode, CatalogueStream, Incident } from '../src/wire/types';
import { fixedPositions, groundPosition } from '../src/model/orbit';
import type { MockLink } from './encode';

export interface MockOptions {
  planes: number;
  perPlane: number;
  sites: number;
  streams: number;
}

const Cities: readonly [string, number, number][] = [
  ['London', 51.5, -0.1], ['Singapore', 1.35, 103.8], ['Sydney', -33.9, 151.2], ['Frankfurt', 50.1, 8.7],
  ['New York', 40.7, -74], ['Sao Paulo', -23.5, -46.6], ['Tokyo', 35.7, 139.7], ['Johannesburg', -26.2, 28],
  ['Mumbai', 19.1, 72.9], ['Los Angeles', 34.1, -118.2], ['Punta Arenas', -53.2, -70.9], ['Lagos', 6.5, 3.4],
  ['Anchorage', 61.2, -149.9], ['Perth', -31.9, 115.9], ['Reykjavik', 64.1, -21.9], ['Dubai', 25.2, 55.3],
];
const Vendors = ['op-A', 'op-B', 'op-C'];

export class MockNetwork {
  readonly satellites: number;
  readonly nodes: CatalogueNode[] = [];
  readonly streams: CatalogueStream[] = [];
  readonly links: MockLink[] = [];
  readonly elements: Float32Array;
  readonly nodeState: Uint8Array;
  readonly nodeCause: Uint8Array;
  readonly incidents = new Map<string, Incident>();
  readonly routes: { stream: number; pathNo: number; nodes: number[] }[] = [];
  private seed = 12_345;

  constructor(
    readonly options: MockOptions,
    readonly startMs: number,
  ) {
    const { planes, perPlane } = options;
    this.satellites = planes * perPlane;
    this.elements = new Float32Array(this.satellites * 6);
    for (let p = 0; p < planes; p++) {
      for (let s = 0; s < perPlane; s++) this.addSatellite(p, s);
    }
    for (let i = 0; i < options.sites; i++) this.addSite(i);
    this.nodeState = new Uint8Array(this.nodes.length);
    this.nodeCause = new Uint8Array(this.nodes.length);
    this.addLinks();
    for (let i = 0; i < options.streams; i++) this.addStream(i);
    this.breakSome();
  }

  /** The same numbers each time. */
  random(): number {
    this.seed = (Math.imul(this.seed, 1_664_525) + 1_013_904_223) >>> 0;
    return this.seed / 2 ** 32;
  }

  private addSatellite(p: number, s: number): void {
    const { planes, perPlane } = this.options;
    const id = p * perPlane + s;
    const two = (n: number): string => String(n).padStart(2, '0');
    this.elements.set(
      [6928, 0.0002, (53 * Math.PI) / 180, (2 * Math.PI * p) / planes, 0,
        2 * Math.PI * (s / perPlane + (p * 0.37) / perPlane)],
      id * 6,
    );
    this.nodes.push({
      id, name: `P${two(p)}-S${two(s)}`, kind: 'satellite', plane: p, slot: s, group: 'shell-1',
      vendor: Vendors[p % 3]!, lat: null, lon: null, altM: null,
    });
  }

  private addSite(i: number): void {
    const city = Cities[i % Cities.length]!;
    const round = Math.floor(i / Cities.length);
    this.nodes.push({
      id: this.nodes.length, name: round ? `${city[0]} ${round + 1}` : city[0], kind: i % 3 ? 'edge' : 'site',
      plane: -1, slot: -1, group: '', vendor: '',
      lat: round ? -50 + this.random() * 110 : city[1], lon: round ? -180 + this.random() * 360 : city[2], altM: 50,
    });
  }

  private addLinks(): void {
    const { planes, perPlane } = this.options;
    for (let p = 0; p < planes; p++) {
      for (let s = 0; s < perPlane; s++) {
        const id = p * perPlane + s;
        this.links.push({ a: id, b: p * perPlane + ((s + 1) % perPlane), kind: 0, state: 0, capacity: 1000 });
        const next = (p + 1) % planes;
        const shift = next === 0 ? Math.round(planes * 0.37) : 0;
        this.links.push({ a: id, b: next * perPlane + ((s + shift) % perPlane), kind: 0, state: 0, capacity: 1000 });
      }
    }
    const positions = new Float32Array(this.satellites * 3);
    fixedPositions(this.elements, this.satellites, this.startMs, this.startMs, positions);
    for (const node of this.nodes.slice(this.satellites)) {
      this.links.push({ a: node.id, b: this.nearest(node, positions), kind: 2, state: 0, capacity: 400 });
    }
  }

  private nearest(site: CatalogueNode, positions: Float32Array): number {
    const at = new Float32Array(3);
    groundPosition(site.lat!, site.lon!, 0, at, 0);
    let best = 0;
    let bestDot = -9;
    for (let i = 0; i < this.satellites; i++) {
      const dot = at[0]! * positions[i * 3]! + at[1]! * positions[i * 3 + 1]! + at[2]! * positions[i * 3 + 2]!;
      if (dot > bestDot) [best, bestDot] = [i, dot];
    }
    return best;
  }

  private addStream(i: number): void {
    const sites = this.nodes.slice(this.satellites);
    const from = sites[(i * 2) % sites.length]!;
    const to = sites[(i * 2 + 1 + Math.floor(i / 4)) % sites.length]!;
    const floorMs = 12 + this.random() * 60;
    this.streams.push({
      id: i, contract: i, row: '', name: `${from.name}-${to.name}`, tenant: Vendors[i % 3]!,
      from: from.id, to: to.id, class: ['EF', 'AF', 'BE'][i % 3]!, priority: i % 3, assurance: 'firm',
      protection: i % 2 ? '1+1' : 'none', deadlineMs: Math.ceil((floorMs * 1.9) / 5) * 5, promiseShare: 0.999,
      floorMs, verdict: 'admitted', reason: '',
    });
    this.routes.push({ stream: i, pathNo: 0, nodes: this.way(from, to) });
  }

  private attached(site: CatalogueNode): number {
    return this.links.find((link) => link.kind === 2 && link.a === site.id)!.b;
  }

  /** Steps along planes and slots by turns: good enough to look at. */
  private way(from: CatalogueNode, to: CatalogueNode): number[] {
    const { planes, perPlane } = this.options;
    let at = this.attached(from);
    const end = this.attached(to);
    const way = [from.id, at];
    for (let hop = 0; hop < 60 && at !== end; hop++) {
      const p = Math.floor(at / perPlane);
      const s = at % perPlane;
      const dp = turn(Math.floor(end / perPlane) - p, planes);
      const ds = turn((end % perPlane) - s, perPlane);
      const across = dp !== 0 && (ds === 0 || (hop % 2 === 0 && Math.abs(dp) >= Math.abs(ds) / 2));
      at = across
        ? ((p + Math.sign(dp) + planes) % planes) * perPlane + s
        : p * perPlane + ((s + Math.sign(ds) + perPlane) % perPlane);
      way.push(at);
    }
    return [...way, to.id];
  }

  private breakSome(): void {
    const { perPlane, planes } = this.options;
    for (let i = 0; i < this.links.length; i++) {
      const chance = this.random();
      if (chance < 0.012) this.links[i]!.state = 2;
      else if (chance < 0.03) this.links[i]!.state = 1;
    }
    for (let i = 0; i < this.satellites; i++) {
      const chance = this.random();
      if (chance < 0.006) this.nodeState[i] = 2;
      else if (chance < 0.02) this.nodeState[i] = 1;
      if (this.nodeState[i]) this.nodeCause[i] = 1;
    }
    const drilled = Math.min(planes - 1, 22) * perPlane + Math.min(perPlane - 1, 14);
    this.nodeState[drilled] = 2 + 0x10;
    this.nodeCause[drilled] = 2;
    this.addIncident('INC-118', 'critical', 'Laser jam over the North Atlantic', 'region', 41, 12, 63);
    this.addIncident('INC-117', 'major', 'Site Punta Arenas is out', 'node', 1, 2, 4);
    this.addIncident('INC-119', 'drill', `Drill: ${this.nodes[drilled]!.name} switched off`, 'node', 4, 3, 9, 3);
  }

  private addIncident(
    id: string, severity: Incident['severity'], title: string, kind: string,
    links: number, streams: number, alarms: number, drill: number | null = null,
  ): void {
    const at = new Date(this.startMs - 260_000).toISOString();
    this.incidents.set(id, {
      id, version: 1, severity, state: 'open', title, at, clearedAt: null, closedAt: null,
      cause: { kind, text: title, nodes: kind === 'node' ? [2214 % this.satellites] : [] },
      alarms: {
        count: alarms,
        items: Array.from({ length: Math.min(alarms, 8) }, (_, i) => ({
          at, what: `${this.nodes[i * 3]!.name} lost the link to ${this.nodes[i * 3 + 1]!.name}`, clearedAt: null,
        })),
      },
      hit: {
        nodes: 1, links,
        streams: Array.from({ length: Math.min(streams, this.options.streams) }, (_, i) => ({
          id: i, late: i < 2 ? 9 : 0, lost: 0,
        })),
      },
      did: [{ at, text: `${streams} streams rerouted within 800 ms` }],
      acknowledged: null, shelved: null, owner: null, comments: [], drill,
    });
  }

  kpi(tick: number): Kpi {
    const up = (states: Uint8Array | number[]): number => [...states].filter((s) => (s & 15) < 2).length;
    const open = [...this.incidents.values()].filter((one) => one.state !== 'closed');
    return {
      satellitesUp: up(this.nodeState.subarray(0, this.satellites)), satellites: this.satellites,
      linksUp: up(this.links.map((link) => link.state)), links: this.links.length,
      groundUp: this.options.sites - 1, ground: this.options.sites,
      streamsKept: this.options.streams - 2, streams: this.options.streams,
      onTimeShare: 0.9993 - 0.0001 * Math.sin(tick / 9), p99OverBound: 1.31, p50OverBound: 1.12,
      late: 214 + (tick % 7), lost: 3, reroutes: 400 + (tick % 25), incidents: open.length,
      unacknowledged: open.filter((one) => !one.acknowledged).length, drills: 1, offeredPerS: 41_210,
      deliveredPerS: 41_180, deliveredMbps: 8412, packetHopsPerS: 402_113, planLeftS: 5 * 3600, lagMs: 380,
      nodesOut: 61,
    };
  }

  stat(stream: CatalogueStream, tick: number): StreamStat {
    const bound = stream.floorMs! * 1.15;
    const hist = new Uint16Array(48);
    const middle = Math.log2(bound * 1.1) * 4;
    for (let i = 0; i < 48; i++) hist[i] = Math.round(900 * Math.exp(-((i - middle) ** 2) / 3));
    const worse = stream.id % 7 === 2 ? 1.9 : 1.25;
    return {
      stream: stream.id, p50Ms: bound * 1.08, p99Ms: bound * worse + Math.sin(tick / 5 + stream.id), maxMs: bound * 2.2,
      boundMs: bound, sent: 30_000, late: stream.id % 7 === 2 ? 540 : 2, lost: 0, hist,
    };
  }

  parts(stream: CatalogueStream): { stream: number; mean: TimeParts; slowest: TimeParts } {
    const best = stream.floorMs! * 1.15;
    const mean = { best, detour: 2.1, serialisation: 0.3, queueing: 1.4, waiting: 0.2, processing: 0.6 };
    return { stream: stream.id, mean, slowest: { ...mean, queueing: best * 0.6, detour: 9 } };
  }
}

function turn(difference: number, size: number): number {
  const wrapped = ((difference % size) + size) % size;
  return wrapped > size / 2 ? wrapped - size : wrapped;
}
