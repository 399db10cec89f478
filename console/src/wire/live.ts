/**
 * The socket: a scene first, then deltas, each with the next `seq`. It comes back by itself after 0.5 to 10
 * s, and says when frames are missing or none comes. It knows nothing of screens; what it needs of the world
 * can be replaced by tests.
 */

import { decodeFrame, FrameError } from './frames';
import type { Frame } from './frames';

export const SubProtocol = 'orbweaver.v1';
export const Topics = ['state', 'load', 'routes', 'stats', 'events', 'kpi'] as const;
export type Topic = (typeof Topics)[number];

const RetryMinMs = 500;
const RetryMaxMs = 10_000;
/** A server says the time every second; so long a silence is worth telling. */
const StallMs = 5000;
/** After so long a silence another connection is tried. */
const DeadMs = 12_000;
const WatchMs = 1000;
const PongMs = 5000;

export type LiveState =
  | { state: 'connecting' }
  | { state: 'open' }
  | { state: 'stalled'; sinceMs: number }
  | { state: 'lost'; sinceMs: number; retryAtMs: number };

export interface LiveHandlers {
  frame(frame: Frame): void;
  state(state: LiveState): void;
  /** Frames are missing: the scene must be fetched anew. */
  gap(): void;
}

/** What a socket is to this module; `WebSocket` has it. */
export interface SocketLike {
  binaryType: string;
  readonly readyState: number;
  onopen: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  send(text: string): void;
  close(): void;
}

export interface LiveEnvironment {
  open(url: string): SocketLike;
  now(): number;
  random(): number;
  setTimer(run: () => void, ms: number): number;
  clearTimer(timer: number): void;
}

export interface Subscription {
  topics: readonly Topic[];
  streams: readonly number[];
  rateHz: number;
}

const OpenState = 1;

export class LiveSocket {
  private socket: SocketLike | null = null;
  private subscription: Subscription = { topics: Topics, streams: [], rateHz: 5 };
  /** What was asked last about time; asked again after a reconnect. */
  private timeOp: object | null = null;
  private lastSeq: number | null = null;
  private lastFrameMs = 0;
  private lastPongMs = 0;
  private attempts = 0;
  private retryTimer = 0;
  private watchTimer = 0;
  private stalled = false;
  private lostSinceMs: number | null = null;
  private closed = true;
  /** Bytes and frames that came, for figures. */
  received = { bytes: 0, frames: 0 };

  constructor(
    private readonly url: string,
    private readonly handlers: LiveHandlers,
    private readonly env: LiveEnvironment = browserEnvironment,
  ) {}

  start(): void {
    if (!this.closed) return;
    this.closed = false;
    this.connect();
    this.watch();
  }

  stop(): void {
    this.closed = true;
    this.env.clearTimer(this.retryTimer);
    this.env.clearTimer(this.watchTimer);
    this.drop();
  }

  subscribe(subscription: Subscription): void {
    const same = JSON.stringify(subscription) === JSON.stringify(this.subscription);
    this.subscription = subscription;
    if (!same) this.say({ op: 'sub', ...subscription });
  }

  replay(fromMs: number, rate: number): void {
    this.askTime({ op: 'replay', from: fromMs, rate });
  }

  pause(): void {
    this.askTime({ op: 'pause' });
  }

  live(): void {
    this.askTime(null);
    this.say({ op: 'live' });
  }

  private askTime(op: object | null): void {
    this.timeOp = op;
    this.lastSeq = null;
    if (op) this.say(op);
  }

  private say(message: object): void {
    if (this.socket?.readyState === OpenState) this.socket.send(JSON.stringify(message));
  }

  private connect(): void {
    this.drop();
    this.handlers.state({ state: 'connecting' });
    const socket = this.env.open(this.url);
    this.socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      this.lastFrameMs = this.env.now();
      this.lastSeq = null;
      this.say({ op: 'sub', ...this.subscription });
      if (this.timeOp) this.say(this.timeOp);
    };
    socket.onmessage = (event) => {
      if (event.data instanceof ArrayBuffer) this.take(new Uint8Array(event.data));
    };
    socket.onclose = () => {
      if (this.socket === socket) this.retry();
    };
    socket.onerror = null;
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    if (!socket) return;
    socket.onopen = socket.onclose = socket.onmessage = null;
    socket.close();
  }

  private take(bytes: Uint8Array): void {
    let frame: Frame;
    try {
      frame = decodeFrame(bytes);
    } catch (error) {
      if (!(error instanceof FrameError || error instanceof SyntaxError)) throw error;
      // One that cannot be read is as good as missing.
      this.handlers.gap();
      return;
    }
    this.received.bytes += bytes.byteLength;
    this.received.frames++;
    this.noteAlive();
    const seq = frame.header.seq;
    const missing = this.lastSeq !== null && seq > this.lastSeq + 1;
    this.lastSeq = seq;
    if (missing) this.handlers.gap();
    this.handlers.frame(frame);
  }

  private noteAlive(): void {
    this.lastFrameMs = this.env.now();
    if (this.attempts > 0 || this.stalled || this.lastPongMs === 0 || this.lostSinceMs !== null) {
      this.attempts = 0;
      this.stalled = false;
      this.lostSinceMs = null;
      this.handlers.state({ state: 'open' });
      this.lastPongMs = this.lastFrameMs;
    } else if (this.lastFrameMs - this.lastPongMs >= PongMs) {
      this.lastPongMs = this.lastFrameMs;
      this.say({ op: 'pong' });
    }
  }

  private watch(): void {
    this.watchTimer = this.env.setTimer(() => {
      const silentMs = this.env.now() - this.lastFrameMs;
      const open = this.socket?.readyState === OpenState;
      if (open && silentMs > DeadMs) {
        this.drop();
        this.retry();
      } else if (open && silentMs > StallMs && !this.stalled) {
        this.stalled = true;
        this.handlers.state({ state: 'stalled', sinceMs: this.lastFrameMs });
      }
      if (!this.closed) this.watch();
    }, WatchMs);
  }

  private retry(): void {
    this.socket = null;
    if (this.closed) return;
    const waitMs = retryDelay(this.attempts++, this.env.random());
    this.lostSinceMs ??= this.lastFrameMs || this.env.now();
    this.handlers.state({ state: 'lost', sinceMs: this.lostSinceMs, retryAtMs: this.env.now() + waitMs });
    this.retryTimer = this.env.setTimer(() => this.connect(), waitMs);
  }

  /** Tries at once, for the button of the banner. */
  retryNow(): void {
    if (this.closed || this.socket) return;
    this.env.clearTimer(this.retryTimer);
    this.connect();
  }
}

/**
 * Doubling from 0.5 to 10 s, and up to half of it less, so that a thousand pages do not come back at once.
 */
export function retryDelay(attempt: number, random: number): number {
  const full = Math.min(RetryMaxMs, RetryMinMs * 2 ** Math.min(attempt, 10));
  return Math.max(RetryMinMs, full * (1 - random / 2));
}

const browserEnvironment: LiveEnvironment = {
  open: (url) => new WebSocket(url, SubProtocol) as unknown as SocketLike,
  now: () => Date.now(),
  random: () => Math.random(),
  setTimer: (run, ms) => window.setTimeout(run, ms),
  clearTimer: (timer) => window.clearTimeout(timer),
};
