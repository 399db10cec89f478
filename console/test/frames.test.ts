import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeFrame, FrameError, splitFrames } from '../src/wire/frames';
import type { Frame } from '../src/wire/frames';
import { encodeClock, encodeLinkDelta, encodeRoutes, joinFrames } from '../dev/encode';

const folder = join(import.meta.dirname, '../../tests/fixtures/frames');
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.hex'))
  .map((name) => name.slice(0, -4));

interface Golden {
  header: object;
  entries: unknown[];
  model?: number;
  epochMs?: number;
}

/** What is not known is NaN in frames and null in JSON. */
const told = (value: number): number | null => (Number.isNaN(value) ? null : value);
const toldAll = (parts: object): object =>
  Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, told(value as number)]));

function bytesOf(name: string): Uint8Array {
  return Uint8Array.from(Buffer.from(readFileSync(join(folder, `${name}.hex`), 'utf8').replace(/\s/g, ''), 'hex'));
}

/** The entries of a frame as the golden JSON names them. */
function entriesOf(frame: Frame): unknown[] {
  switch (frame.kind) {
    case 'clock': {
      const { mode, rate, wallMs, dataAsOfMs, planEndMs, lagMs, build } = frame;
      const code = ['live', 'paused', 'replay', 'plan', 'ended'].indexOf(mode);
      return [{ mode: code, ...toldAll({ rate, wallMs, dataAsOfMs, planEndMs, lagMs, build }) }];
    }
    case 'ephemeris':
      return Array.from({ length: frame.header.count }, (_, i) => {
        const [axisKm, e, inclination, node, perigee, m] = frame.elements.slice(i * 6, i * 6 + 6);
        return { axisKm, e, i: inclination, node, perigee, m };
      });
    case 'linkset':
    case 'linkpatch':
      return Array.from(frame.a, (a, i) => ({
        ...(frame.kind === 'linkpatch' ? { id: frame.ids[i] } : {}),
        a, b: frame.b[i], kind: frame.linkKind[i], state: frame.state[i], capacity: frame.capacity[i],
      }));
    case 'linkdelta':
      return Array.from(frame.ids, (id, i) => ({ id, state: frame.states[i] }));
    case 'linkload':
      return [...frame.loads];
    case 'nodedelta':
      return Array.from(frame.ids, (id, i) => ({ id, state: frame.states[i], cause: frame.causes[i] }));
    case 'routes':
      return frame.routes;
    case 'kpi': {
      const { satellites, links, ground, streams, incidents, unacknowledged, ...rest } = frame.kpi;
      return [toldAll({
        ...rest, satellitesAll: satellites, linksAll: links, groundAll: ground, streamsAll: streams,
        incidentsOpen: incidents, incidentsUnacknowledged: unacknowledged,
      })];
    }
    case 'streamstat':
      return frame.stats.map(({ stream, p50Ms, p99Ms, maxMs, boundMs, sent, late, lost, hist }) => ({
        stream, ...toldAll({ p50: p50Ms, p99: p99Ms, max: maxMs, bound: boundMs }), sent, late, lost, hist: [...hist],
      }));
    case 'timeparts':
      return frame.parts.map(({ stream, mean, slowest }) => ({ stream, mean: toldAll(mean), slowest: toldAll(slowest) }));
    case 'event':
      return [frame.event];
    case 'resync':
      return [{ reason: frame.reason }];
  }
}

describe('golden frames', () => {
  it('are there for every type', () => {
    const types = new Set(names.map((name) => bytesOf(name)[0]));
    expect([...types].sort((a, b) => a! - b!)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  });

  it.each(names)('%s says what its JSON says', (name) => {
    const golden = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Golden;
    const frame = decodeFrame(bytesOf(name));
    expect(frame.header).toEqual(golden.header);
    const entries = frame.kind === 'event' ? golden.entries.map((text) => JSON.parse(text as string)) : golden.entries;
    expect(entriesOf(frame)).toEqual(entries);
    if (frame.kind === 'ephemeris') expect([frame.model, frame.epochMs]).toEqual([golden.model, golden.epochMs]);
  });

  it.each(names)('%s cut short is refused', (name) => {
    const bytes = bytesOf(name);
    for (const length of [0, 1, 23, bytes.length - 4]) {
      expect(() => decodeFrame(bytes.slice(0, length)), `${length} of ${bytes.length} bytes`).toThrow(FrameError);
    }
  });
});

describe('frames of other makes', () => {
  const frame = encodeLinkDelta([{ id: 5, state: 2 }], { simMs: 1 });

  it('of another version are refused', () => {
    const other = frame.slice();
    other[1] = 2;
    expect(() => decodeFrame(other)).toThrow(/version 2/);
  });

  it('with wide ids are refused', () => {
    const other = frame.slice();
    other[2] = 1;
    expect(() => decodeFrame(other)).toThrow(FrameError);
  });

  it('of an unknown type are refused', () => {
    const other = frame.slice();
    other[0] = 99;
    expect(() => decodeFrame(other)).toThrow(/type 99/);
  });

  it('with a count beyond their bytes are refused', () => {
    const other = frame.slice();
    new DataView(other.buffer).setUint32(20, 1_000_000_000, true);
    expect(() => decodeFrame(other)).toThrow(FrameError);
  });
});

describe('scenes', () => {
  const clock = encodeClock(
    { mode: 2, rate: 10, wallMs: 3, dataAsOfMs: 2, planEndMs: Number.NaN, lagMs: 0, build: 1 }, { simMs: 2 });
  const routes = encodeRoutes([{ stream: 7, pathNo: 1, nodes: [3, 4, 5] }], { simMs: 2 });

  it('fall into their frames, wherever these lie', () => {
    const frames = splitFrames(joinFrames([clock, routes, clock])).map(decodeFrame);
    expect(frames.map((one) => one.kind)).toEqual(['clock', 'routes', 'clock']);
    expect(frames[1]).toMatchObject({ routes: [{ stream: 7, pathNo: 1, nodes: [3, 4, 5] }] });
  });

  it('of nothing have no frames', () => expect(splitFrames(new Uint8Array(0))).toEqual([]));

  it('that end inside a frame are refused', () => {
    const bytes = joinFrames([clock]);
    for (const length of [1, 3, 10, bytes.length - 1]) {
      expect(() => splitFrames(bytes.slice(0, length)), String(length)).toThrow(FrameError);
    }
  });
});
