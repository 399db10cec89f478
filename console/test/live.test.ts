import { beforeEach, describe, expect, it } from 'vitest';
import { encodeClock } from '../dev/encode';
import { LiveSocket, retryDelay, Topics } from '../src/wire/live';
import type { LiveEnvironment, LiveState, SocketLike } from '../src/wire/live';

class Peer implements SocketLike {
  binaryType = '';
  readyState = 0;
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onerror = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  readonly heard: Record<string, unknown>[] = [];
  closed = false;

  send(text: string): void {
    this.heard.push(JSON.parse(text) as Record<string, unknown>);
  }

  close(): void {
    this.closed = true;
  }

  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  say(seq: number): void {
    const clock = { mode: 0, rate: 1, wallMs: 0, dataAsOfMs: 0, planEndMs: 0, lagMs: 0, build: 1 };
    this.onmessage?.({ data: encodeClock(clock, { seq, simMs: seq }).buffer });
  }
}

/** A world in which time passes when told to. */
class World implements LiveEnvironment {
  nowMs = 1_000_000;
  readonly peers: Peer[] = [];
  private timers: { atMs: number; run: () => void; id: number }[] = [];
  private ids = 0;

  open(): SocketLike {
    this.peers.push(new Peer());
    return this.peer;
  }

  get peer(): Peer {
    return this.peers[this.peers.length - 1]!;
  }

  now(): number {
    return this.nowMs;
  }

  random(): number {
    return 0;
  }

  setTimer(run: () => void, ms: number): number {
    this.timers.push({ atMs: this.nowMs + ms, run, id: ++this.ids });
    return this.ids;
  }

  clearTimer(id: number): void {
    this.timers = this.timers.filter((timer) => timer.id !== id);
  }

  pass(ms: number): void {
    const end = this.nowMs + ms;
    for (;;) {
      const next = this.timers.filter((timer) => timer.atMs <= end).sort((x, y) => x.atMs - y.atMs)[0];
      if (!next) break;
      this.nowMs = Math.max(this.nowMs, next.atMs);
      this.clearTimer(next.id);
      next.run();
    }
    this.nowMs = end;
  }
}

let world: World;
let states: LiveState[];
let frames: number[];
let gaps: number;
let socket: LiveSocket;

beforeEach(() => {
  world = new World();
  states = [];
  frames = [];
  gaps = 0;
  socket = new LiveSocket(
    'ws://here',
    { frame: (frame) => frames.push(frame.header.seq), state: (state) => states.push(state), gap: () => gaps++ },
    world,
  );
  socket.start();
});

const last = (): LiveState => states[states.length - 1]!;

describe('the socket', () => {
  it('subscribes when it opens, and is open with the first frame', () => {
    world.peer.open();
    expect(world.peer.heard[0]).toEqual({ op: 'sub', topics: [...Topics], streams: [], rateHz: 5 });
    expect(last().state).toBe('connecting');
    world.peer.say(0);
    expect(last().state).toBe('open');
  });

  it('takes frames one after another without a gap, from whatever number', () => {
    world.peer.open();
    for (const seq of [41, 42, 43]) world.peer.say(seq);
    expect(frames).toEqual([41, 42, 43]);
    expect(gaps).toBe(0);
  });

  it('says when frames are missing', () => {
    world.peer.open();
    for (const seq of [1, 2, 5, 6]) world.peer.say(seq);
    expect(gaps).toBe(1);
    expect(frames).toEqual([1, 2, 5, 6]);
  });

  it('takes what cannot be read for missing', () => {
    world.peer.open();
    world.peer.onmessage?.({ data: new Uint8Array(30).buffer });
    expect(gaps).toBe(1);
    expect(frames).toEqual([]);
  });

  it('comes back by itself, at first soon and then less often', () => {
    const waits: number[] = [];
    for (let attempt = 0; attempt < 7; attempt++) {
      world.peer.onclose?.();
      const state = last();
      if (state.state !== 'lost') throw new Error('it did not notice');
      waits.push(state.retryAtMs - world.nowMs);
      world.pass(waits[attempt]!);
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
    expect(world.peers.length).toBe(8);
  });

  it('tells since when there was no data, through all attempts', () => {
    world.peer.open();
    world.peer.say(1);
    const since = world.nowMs;
    world.pass(100);
    world.peer.onclose?.();
    world.pass(600);
    world.peer.onclose?.();
    expect(last()).toMatchObject({ state: 'lost', sinceMs: since });
    world.pass(2000);
    world.peer.open();
    world.peer.say(1);
    expect(last()).toEqual({ state: 'open' });
  });

  it('notices silence on an open line, and tries another one', () => {
    world.peer.open();
    world.peer.say(1);
    world.pass(7000);
    expect(last().state).toBe('stalled');
    world.pass(8000);
    expect(world.peers[0]!.closed).toBe(true);
    expect(world.peers.length).toBeGreaterThan(1);
  });

  it('asks for the replay again after a break, and not after live', () => {
    world.peer.open();
    socket.replay(123, 10);
    expect(world.peer.heard[1]).toEqual({ op: 'replay', from: 123, rate: 10 });
    world.peer.onclose?.();
    world.pass(600);
    world.peer.open();
    expect(world.peer.heard.map((word) => word.op)).toEqual(['sub', 'replay']);
    socket.live();
    world.peer.onclose?.();
    world.pass(1100);
    world.peer.open();
    expect(world.peer.heard.map((word) => word.op)).toEqual(['sub']);
  });

  it('does not call the new numbers of a replay a gap', () => {
    world.peer.open();
    world.peer.say(5);
    socket.replay(1, 1);
    world.peer.say(900);
    expect(gaps).toBe(0);
  });

  it('says that it is being read, now and then', () => {
    world.peer.open();
    for (let s = 0; s < 12; s++) {
      world.peer.say(s);
      world.pass(1000);
    }
    expect(world.peer.heard.filter((word) => word.op === 'pong').length).toBe(2);
  });

  it('tells only a changed subscription', () => {
    world.peer.open();
    const wanted = { topics: Topics, streams: [1, 2], rateHz: 5 };
    socket.subscribe(wanted);
    socket.subscribe({ ...wanted, streams: [1, 2] });
    expect(world.peer.heard.length).toBe(2);
  });

  it('stays away when it is stopped', () => {
    world.peer.open();
    socket.stop();
    world.pass(60_000);
    expect(world.peers.length).toBe(1);
    expect(world.peer.closed).toBe(true);
  });
});

describe('the wait before another attempt', () => {
  it('lies between half a second and ten seconds, spread by chance', () => {
    for (let attempt = 0; attempt < 30; attempt++) {
      for (const random of [0, 0.5, 0.999]) {
        expect(retryDelay(attempt, random)).toBeGreaterThanOrEqual(500);
        expect(retryDelay(attempt, random)).toBeLessThanOrEqual(10_000);
      }
    }
    expect(retryDelay(20, 0.999)).toBeLessThan(retryDelay(20, 0));
  });
});
