/** What the mock answers beside the overview: details, drills, what-ifs and access, made up and plausible. */

import type { MockNetwork } from './network';

const Now = (): number => Date.now();
const iso = (ms: number): string => new Date(ms).toISOString();
const NodeWords = ['up', 'degraded', 'down', 'hangs', 'unknown'];
const LinkWords = ['up', 'degraded', 'down', 'opening', 'unknown'];
const Kinds = ['laser', 'access', 'gateway', 'standby'];

/** The items of a list, or undefined where the mock has no such list. */
export function listOf(network: MockNetwork, path: string): unknown[] | undefined {
  switch (path) {
    case 'links':
      return network.links.map((_, id) => linkRow(network, id));
    case 'drills':
      return [fault(3, true, 'active'), fault(2, true, 'over')];
    case 'faults':
      return [fault(3, true, 'active'), fault(1, false, 'active')];
    case 'sessions':
      return [
        { id: 1, name: 'ana', role: 'admin', since: iso(Now() - 3e6), lastSeen: iso(Now()), mine: true },
        { id: 2, name: 'ben', role: 'operator', since: iso(Now() - 9e5), lastSeen: iso(Now() - 4e4), mine: false },
      ];
    case 'audit':
      return Array.from({ length: 60 }, (_, i) => ({
        number: 60 - i, at: iso(Now() - i * 47_000), who: i % 3 ? 'ana' : 'ben', role: i % 3 ? 'admin' : 'operator',
        action: ['POST /incidents/{id}/ack', 'POST /drills', 'POST /session'][i % 3], target: ['INC-118', 'P22-S14', 'ben'][i % 3],
        outcome: i % 17 ? 200 : 403, hash: (i * 7919 + 1e9).toString(16).padStart(64, 'a9c1'),
      }));
    case 'whatif':
      return [whatIf('WI-2', 'done'), whatIf('WI-1', 'failed')];
    default:
      return undefined;
  }
}

export function detailOf(network: MockNetwork, path: string, query: URLSearchParams): unknown {
  const [, list, id] = /^(nodes|links|whatif)\/([\w-]+)$/.exec(path) ?? [];
  if (list === 'nodes') return nodeDetail(network, Number(id));
  if (list === 'links') return { ...linkRow(network, Number(id)), streams: [0, 3, 5] };
  if (list === 'whatif') return whatIf(id!, id === 'WI-1' ? 'failed' : 'done');
  switch (path) {
    case 'plan':
      return { version: 4, start: iso(Now() - 36e5), end: iso(Now() + 18e6), epochMs: 15_000, epochs: 1440, epoch: 240, links: 19_800, contacts: 812_000 };
    case 'explain':
      return { text: ['The link is by plan since 07:30:15.', 'It closes at 07:52:00, when the range is beyond 5 400 km.'] };
    case 'series':
      return series(query);
    case 'drills/preview':
      return {
        what: 'P22-S14 switched off', nodes: ['P22-S14'], links: 4, predictedLate: 1, confirm: 'P22-S14',
        streams: network.streams.slice(0, 3).map((stream, i) => ({
          id: stream.id, name: stream.name, plannedMs: 43.2, drillMs: i ? 47.9 : null, deadlineMs: stream.deadlineMs, late: i === 0,
        })),
      };
    case 'sessions/tokens':
      return { token: 'abcdefghijklmnopqrstuv', address: 'http://127.0.0.1:8400/#token=abcdefghijklmnopqrstuv', until: iso(Now() + 6e5) };
    default:
      return undefined;
  }
}

function fault(number: number, drill: boolean, state: string): unknown {
  return {
    number, kind: 'node', what: drill ? 'P22-S14 switched off' : 'Punta Arenas lost', begins: iso(Now() - 48_000),
    ends: drill ? iso(Now() + 252_000) : null, drill, by: drill ? 'ana' : null, state,
    counts: { nodes: 1, links: 4, packetsLost: 12, framesDisturbed: 0, notices: 4 },
  };
}

function linkRow(network: MockNetwork, id: number): Record<string, unknown> {
  const link = network.links[id]!;
  return {
    id, a: link.a, b: link.b, aName: network.nodes[link.a]!.name, bName: network.nodes[link.b]!.name, kind: Kinds[link.kind],
    state: LinkWords[link.state & 15], cause: link.state ? 'fault' : 'none', since: iso(Now() - 6e5), rangeKm: 1800 + (id % 900),
    oneWayMs: 6 + (id % 30) / 10, capacityMbps: link.capacity * 100, load: (id % 90) / 100, opens: iso(Now() - 6e5), closes: iso(Now() + 6e5 + id),
  };
}

function nodeDetail(network: MockNetwork, id: number): unknown {
  const node = network.nodes[id]!;
  const links = network.links.flatMap((link, at) => (link.a === id || link.b === id ? [linkRow(network, at)] : [])).slice(0, 12);
  const state = network.nodeState[id] ?? 0;
  const next = links.flatMap((row, i) => {
    const peer = (row.a === id ? row.b : row.a) as number;
    return [0, 1].map((part) => ({
      peer, peerName: network.nodes[peer]!.name, kind: row.kind,
      opens: iso(Now() + (part * 45 - 10 + i * 4) * 6e4), closes: iso(Now() + (part * 45 + 15 + i * 7) * 6e4),
    }));
  });
  return {
    ...node, state: NodeWords[state & 15], cause: state & 0x10 ? 'drill' : state ? 'fault' : 'none', since: iso(Now() - 3e5),
    links: { up: links.length, all: links.length }, load: 0.41, routes: 3, clockErrorMs: 0.2, eclipse: false, asOf: iso(Now()),
    lat: 48.1, lon: -22.4, altKm: node.kind === 'satellite' ? 550 : 0, linkRows: links, next, streams: [0, 1, 2],
  };
}

function series(query: URLSearchParams): unknown {
  const from = Date.parse(query.get('from') ?? '');
  const to = Date.parse(query.get('to') ?? '');
  const points = 120;
  const names = (query.get('names') ?? '').split(',');
  const value = (name: string, i: number): number | null =>
    name.endsWith('late') ? (i % 23 === 4 ? 30 : 2) : name.endsWith('p99') ? 70 + 9 * Math.sin(i / 7) + (i % 23 === 4 ? 20 : 0) : 52 + 3 * Math.sin(i / 9);
  return {
    at: Array.from({ length: points }, (_, i) => iso(from + ((to - from) * i) / points)),
    values: Object.fromEntries(names.map((name) => [name, Array.from({ length: points }, (_, i) => value(name, i))])),
  };
}

function whatIf(id: string, state: string): unknown {
  const figures = (share: number, late: number): unknown => ({
    onTimeShare: share, p50Ms: 43.1, p99Ms: 71 + late / 50, late, lost: late / 10, detours: late * 3,
    series: {
      atMs: Array.from({ length: 60 }, (_, i) => (i + 1) * 1000),
      onTimeShare: Array.from({ length: 60 }, (_, i) => share + (i > 12 && i < 20 ? -late / 3000 : 0)),
    },
  });
  const share = (onTimeShare: number): unknown => ({ onTimeShare, p50Ms: 43, p99Ms: 71, late: 4, lost: 0 });
  return {
    id, state, progress: 1, by: 'ana', at: iso(Now() - 70_000), horizonMs: 60_000,
    changes: [{ fields: 'kind: node, node: P22-S14', fromMs: 0, durationMs: null }],
    base: figures(0.9993, 20), plan: figures(0.9941, 210), live: figures(0.9992, 24),
    streams: Array.from({ length: 12 }, (_, i) => ({ id: i, name: `stream ${i}`, base: share(0.999), plan: share(0.98 + i / 1000), live: share(0.9989) })),
    weak: [{ atMs: 13_000, where: 'P22-S14', streams: [1, 2], why: 'Its four links go at once; the way around needs 4 hops more.' }],
    error: state === 'failed' ? 'The plan ends before the horizon does.' : null,
  };
}
