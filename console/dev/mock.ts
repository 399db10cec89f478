/**
 * A console server for looking at the page and for rendering budgets: the same frames and answers as the real one, over a
 * made-up network. Node's own modules only. Not part of the product, and no test of behaviour stands on it.
 */

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import type { Socket } from 'node:net';
import { detailOf, listOf } from './answers';
import * as encode from './encode';
import type { FrameOptions } from './encode';
import { MockNetwork } from './network';
import type { MockOptions } from './network';
import { SnapshotFlag } from '../src/wire/frames';
import type { Incident } from '../src/wire/types';

const Csp =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const Types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

export interface MockServer {
  url: string;
  network: MockNetwork;
  /** Bytes sent over sockets. */
  sent(): number;
  close(): Promise<void>;
}

export interface MockServerOptions extends Partial<MockOptions> {
  port?: number;
  /** The built page. */
  root: string;
  startMs?: number;
  role?: string;
}

interface Client {
  socket: Socket;
  seq: number;
  held: boolean;
}

export async function startMock(options: MockServerOptions): Promise<MockServer> {
  const startMs = options.startMs ?? Date.now();
  const network = new MockNetwork(
    { planes: options.planes ?? 100, perPlane: options.perPlane ?? 100, sites: options.sites ?? 200,
      streams: options.streams ?? 40 },
    startMs,
  );
  const desk = new Desk(network, options.role ?? 'admin');
  const server = createServer((request, response) => {
    void desk.answer(request, response, options.root).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  server.on('upgrade', (request, socket) => desk.upgrade(request, socket as Socket));
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const timer = setInterval(() => desk.tick(), 200);
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}/`,
    network,
    sent: () => desk.sent,
    close: () => closeAll(server, desk, timer),
  };
}

function closeAll(server: Server, desk: Desk, timer: NodeJS.Timeout): Promise<void> {
  clearInterval(timer);
  for (const client of desk.clients) client.socket.destroy();
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

class Desk {
  readonly clients = new Set<Client>();
  sent = 0;
  private ticks = 0;

  constructor(
    private readonly network: MockNetwork,
    private readonly role: string,
  ) {}

  tick(): void {
    this.ticks++;
    const at = { simMs: Date.now() };
    const { network } = this;
    // A dozen links change state each time: what a network of this size does on a bad day.
    const changes = Array.from({ length: 12 }, () => {
      const id = Math.floor(network.random() * network.links.length);
      const link = network.links[id]!;
      link.state = link.state === 0 && network.random() < 0.04 ? 1 : 0;
      return { id, state: link.state };
    });
    this.send((o) => encode.encodeLinkDelta(changes, o), at);
    if (this.ticks % 5 !== 0) return;
    this.send((o) => encode.encodeClock(this.clock(at.simMs), o), at);
    this.send((o) => encode.encodeKpi(network.kpi(this.ticks / 5), o), at);
    this.send((o) => encode.encodeLinkLoad(this.loads(), o), at);
    const stats = network.streams.slice(0, 8).map((stream) => network.stat(stream, this.ticks / 5));
    this.send((o) => encode.encodeStats(stats, o), at);
  }

  private clock(simMs: number): Parameters<typeof encode.encodeClock>[0] {
    return {
      mode: 0, rate: 1, wallMs: Date.now(), dataAsOfMs: simMs, planEndMs: simMs + 5 * 3600_000, lagMs: 380, build: 7,
    };
  }

  private loads(): Uint8Array {
    const { network } = this;
    return Uint8Array.from(network.links, (_, i) => (i * 37 + this.ticks * 3) % 180);
  }

  scene(simMs: number): Uint8Array[] {
    const { network } = this;
    const o: FrameOptions = { simMs, generation: 1 };
    const states = [...network.nodeState].flatMap((state, id) =>
      state ? [{ id, state, cause: network.nodeCause[id]! }] : [],
    );
    return [
      encode.encodeClock(this.clock(simMs), o),
      encode.encodeEphemeris(network.startMs, network.elements, o),
      encode.encodeLinkSet(network.links, o),
      encode.encodeLinkLoad(this.loads(), o),
      encode.encodeNodeDelta(states, { ...o, flags: SnapshotFlag }),
      encode.encodeRoutes(network.routes.slice(0, 8), o),
      encode.encodeKpi(network.kpi(0), o),
      encode.encodeStats(network.streams.map((stream) => network.stat(stream, 0)), o),
      encode.encodeParts(network.streams.map((stream) => network.parts(stream)), o),
    ];
  }

  upgrade(request: IncomingMessage, socket: Socket): void {
    const key = request.headers['sec-websocket-key'];
    const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        `Sec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: orbweaver.v1\r\n\r\n`,
    );
    const client: Client = { socket, seq: 0, held: false };
    this.clients.add(client);
    socket.on('close', () => this.clients.delete(client));
    socket.on('error', () => this.clients.delete(client));
    socket.on('data', (data) => this.hear(client, data));
    for (const frame of this.scene(Date.now())) this.push(client, frame);
  }

  private hear(client: Client, data: Buffer): void {
    if ((data[0]! & 15) === 8) {
      client.socket.end();
      return;
    }
    const text = unmask(data);
    if (text.includes('"pause"') || text.includes('"replay"')) client.held = true;
    if (text.includes('"live"')) {
      client.held = false;
      for (const frame of this.scene(Date.now())) this.push(client, frame);
    }
  }

  private send(make: (o: FrameOptions) => Uint8Array, at: { simMs: number }): void {
    if (this.clients.size === 0) return;
    const frame = make(at);
    for (const client of this.clients) if (!client.held) this.push(client, frame.slice());
  }

  private push(client: Client, frame: Uint8Array): void {
    new DataView(frame.buffer).setUint32(4, ++client.seq, true);
    const head = frame.length < 126 ? Buffer.alloc(2) : frame.length < 65_536 ? Buffer.alloc(4) : Buffer.alloc(10);
    head[0] = 0x82;
    if (head.length === 2) head[1] = frame.length;
    else if (head.length === 4) head.writeUInt16BE(frame.length, (head[1] = 126) && 2);
    else head.writeBigUInt64BE(BigInt(frame.length), (head[1] = 127) && 2);
    client.socket.write(Buffer.concat([head, frame]));
    this.sent += frame.length + head.length;
  }

  async answer(request: IncomingMessage, response: ServerResponse, root: string): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (!url.pathname.startsWith('/api/v1/')) {
      await file(response, root, url.pathname);
      return;
    }
    const path = url.pathname.slice('/api/v1/'.length);
    if (path === 'scene') {
      const at = Date.parse(url.searchParams.get('at') ?? '') || Date.now();
      response.writeHead(200, { 'content-type': 'application/vnd.orbweaver.frames' });
      response.end(encode.joinFrames(this.scene(at)));
      return;
    }
    const answer = await this.json(request.method ?? 'GET', path, url.searchParams, request);
    const status = answer === undefined ? 404 : 200;
    const type = status === 200 ? 'application/json' : 'application/problem+json';
    response.writeHead(status, { 'content-type': type });
    response.end(JSON.stringify(answer ?? { title: 'Not in the mock', status, detail: `Nothing at ${path}.` }));
  }

  private async json(method: string, path: string, query: URLSearchParams, request: IncomingMessage): Promise<unknown> {
    const body = method === 'POST' ? ((await readJson(request)) as Record<string, string>) : {};
    const command = /^incidents\/([\w-]+)\/(\w+)$/.exec(path);
    if (command) return this.incident(command[1]!, command[2]!, body);
    return mockJson(this.network, path, query, this.role, this.ticks);
  }

  private incident(id: string, verb: string, body: Record<string, string>): Incident | undefined {
    const old = this.network.incidents.get(id);
    if (!old) return undefined;
    const at = new Date().toISOString();
    const by = 'ana';
    const next: Incident = { ...old, version: old.version + 1 };
    if (verb === 'ack') Object.assign(next, { state: 'acknowledged', acknowledged: { by, at } });
    if (verb === 'unack') Object.assign(next, { state: 'open', acknowledged: null });
    if (verb === 'shelve') Object.assign(next, { state: 'shelved', shelved: { by, ...body } });
    if (verb === 'unshelve') Object.assign(next, { state: 'open', shelved: null });
    if (verb === 'assign') next.owner = body.to ?? null;
    if (verb === 'comment') next.comments = [...old.comments, { at, by, text: body.text ?? '' }];
    if (verb === 'close') Object.assign(next, { state: 'closed', closedAt: at });
    this.network.incidents.set(id, next);
    this.send((o) => encode.encodeEvent({ kind: 'incident', id, version: next.version, incident: next }, o), {
      simMs: Date.now(),
    });
    return next;
  }
}

/** What is not known to the switch is not in the mock. */
function mockJson(network: MockNetwork, path: string, query: URLSearchParams, role: string, tick: number): unknown {
  const now = new Date().toISOString();
  const page = <T>(items: T[]): unknown => {
    const limit = Number(query.get('limit') ?? 100);
    const from = Number(query.get('cursor') ?? 0);
    const next = from + limit < items.length ? String(from + limit) : null;
    return { asOf: now, total: items.length, items: items.slice(from, from + limit), next };
  };
  switch (path) {
    case 'session':
      return { name: 'ana', role };
    case 'about':
      return {
        product: 'Orbweaver', version: '0.6.0', build: 7, network: 'Mock of ten thousand', mode: 'live', now,
        start: new Date(network.startMs - 3600_000).toISOString(), end: null,
        planEnd: new Date(network.startMs + 5 * 3600_000).toISOString(),
        historyFrom: new Date(network.startMs - 3600_000).toISOString(), epochMs: 15_000, speed: 1,
        user: { name: 'ana', role }, rights: [],
      };
    case 'catalogue':
      return {
        network: 'Mock of ten thousand', start: now, hopMs: 0.1, planes: network.options.planes,
        nodes: network.nodes, streams: network.streams,
      };
    case 'overview': {
      const wave = (mid: number, by: number): number[] =>
        Array.from({ length: 60 }, (_, i) => mid + by * Math.sin(i / 4 + mid) + by * 0.4 * Math.sin(i * 1.7));
      return {
        asOf: now, kpi: network.kpi(tick), incidents: { critical: 1, major: 1, minor: 0, drills: 1, unacknowledged: 3 },
        sparklines: {
          satellitesUp: wave(9712, 14), linksUp: wave(19_204, 60), groundUp: wave(196, 1), onTimeShare: wave(0.9993, 3e-4),
          late: wave(214, 60), p99OverBound: wave(1.31, 0.06), reroutes: wave(412, 90), deliveredMbps: wave(8412, 800),
          streamsKept: wave(38, 1),
        },
      };
    }
    case 'nodes':
      return page(network.nodes.map((node) => nodeRow(network, node.id, now)));
    case 'contracts':
      return page(network.streams.map((stream) => contractRow(network, stream.id, tick)));
    case 'incidents':
      return page([...network.incidents.values()]);
    case 'events':
      return page([
        { at: new Date(Date.now() - 20 * 60_000).toISOString(), kind: 'fault', id: 'F-1', version: 1, text: 'Fault began' },
        { at: new Date(Date.now() - 260_000).toISOString(), kind: 'incident', id: 'INC-118', version: 1,
          severity: 'critical', text: 'Laser jam over the North Atlantic' },
        { at: new Date(Date.now() - 90_000).toISOString(), kind: 'drill', id: 'D-3', version: 1, text: 'Drill began' },
      ]);
    default: {
      const list = listOf(network, path);
      if (list) return { ...(page(list) as object), chainWhole: true };
      const contract = /^contracts\/(\d+)$/.exec(path);
      if (contract) return contractDetail(network, Number(contract[1]), tick);
      return detailOf(network, path, query);
    }
  }
}

function nodeRow(network: MockNetwork, id: number, asOf: string): unknown {
  const node = network.nodes[id]!;
  const states = ['up', 'degraded', 'down', 'hangs', 'unknown'];
  return {
    ...node, state: states[network.nodeState[id]! & 15], cause: 'none', since: null, links: { up: 4, all: 4 },
    load: (id % 90) / 100, routes: id % 5, clockErrorMs: null, eclipse: id % 3 === 0, asOf,
  };
}

function contractRow(network: MockNetwork, id: number, tick: number): Record<string, unknown> {
  const stream = network.streams[id]!;
  const { p50Ms, p99Ms, maxMs, boundMs, sent, late, lost } = network.stat(stream, tick);
  const status = p99Ms > stream.deadlineMs! ? 'risk' : 'ok';
  return {
    ...stream, fromName: network.nodes[stream.from]!.name, toName: network.nodes[stream.to]!.name, status, p50Ms, p99Ms, maxMs, boundMs, gap: p99Ms / boundMs, sent, late, lost,
    onTimeShare: 1 - (late + lost) / sent, budgetShare: late > 100 ? -0.12 : 0.61, nextRisk: null,
  };
}

function contractDetail(network: MockNetwork, id: number, tick: number): unknown {
  const stream = network.streams[id];
  if (!stream) return undefined;
  const way = network.routes.find((route) => route.stream === id)?.nodes ?? [];
  return {
    ...contractRow(network, id, tick), hist: [...network.stat(stream, tick).hist], parts: partsOf(network, id),
    path: {
      at: new Date().toISOString(), totalMs: way.length * 2.4, floorMs: stream.floorMs,
      hops: way.slice(1).map((node, i) => ({ from: way[i]!, to: node, delayMs: 2.4, standby: i === 3 })),
    },
    pathChanges: [4, 3, 2].map((n) => ({
      at: new Date(Date.now() - n * 240_000).toISOString(), cause: n === 3 ? 'repair' : 'plan', hopsBefore: 11, hopsAfter: 12,
      msBefore: 41.2, msAfter: 43.9,
    })),
  };
}

function partsOf(network: MockNetwork, id: number): unknown {
  const { mean, slowest } = network.parts(network.streams[id]!);
  const named = (parts: object): unknown => Object.fromEntries(Object.entries(parts).map(([key, value]) => [`${key}Ms`, value]));
  return { mean: named(mean), slowest: named(slowest) };
}

async function file(response: ServerResponse, root: string, path: string): Promise<void> {
  const name = normalize(path === '/' ? '/index.html' : path);
  try {
    const bytes = await readFile(join(root, name));
    const type = Types[extname(name)] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type, 'content-security-policy': Csp }).end(bytes);
  } catch {
    response.writeHead(404).end();
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return text ? JSON.parse(text) : {};
}

/** One short masked text frame of a browser; enough for what the page says. */
function unmask(data: Buffer): string {
  const length = data[1]! & 127;
  const at = length === 126 ? 4 : 2;
  const size = length === 126 ? data.readUInt16BE(2) : length;
  const mask = data.subarray(at, at + 4);
  return Buffer.from(data.subarray(at + 4, at + 4 + size).map((byte, i) => byte ^ mask[i % 4]!)).toString();
}
