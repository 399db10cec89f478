import { describe, expect, it } from 'vitest';
import { barRange, LiveState, reduceTime, shownMs, SpanMaxMs, SpanMinMs } from '../src/model/time';
import type { TimeAction, TimeState } from '../src/model/time';

const Now = 1_000_000_000;
const run = (...actions: TimeAction[]): TimeState => actions.reduce(reduceTime, LiveState);
const freeze: TimeAction = { do: 'freeze', nowMs: Now, wallMs: 100 };
const go = (toMs: number): TimeAction => ({ do: 'go', toMs, nowMs: Now, wallMs: 200 });

describe('time control', () => {
  it('is live at first, and shows no moment of its own', () => {
    expect(shownMs(LiveState, 5000)).toBeNull();
  });

  it('freezes what is live, and holds it', () => {
    const state = run(freeze);
    expect(state.mode).toBe('frozen');
    expect(shownMs(state, 99_999)).toBe(Now);
  });

  it('freezes only once', () => {
    const state = run(freeze);
    expect(reduceTime(state, { do: 'freeze', nowMs: Now + 5000, wallMs: 5100 })).toBe(state);
  });

  it('goes to the past as replay and to the future as plan, standing', () => {
    expect(run(go(Now - 60_000))).toMatchObject({ mode: 'replay', playing: false, atMs: Now - 60_000 });
    expect(run(go(Now + 60_000))).toMatchObject({ mode: 'plan', playing: false });
  });

  it('plays a frozen view as replay', () => {
    expect(run(freeze, { do: 'play', wallMs: 300 })).toMatchObject({ mode: 'replay', playing: true });
  });

  it('runs at its rate, from where it was held', () => {
    const state = run(go(Now - 60_000), { do: 'rate', rate: 10, wallMs: 200 }, { do: 'play', wallMs: 1000 });
    expect(shownMs(state, 3000)).toBe(Now - 60_000 + 20_000);
  });

  it('does not leap when the rate changes or it is held', () => {
    const playing = run(go(Now - 60_000), { do: 'play', wallMs: 1000 });
    const faster = reduceTime(playing, { do: 'rate', rate: 60, wallMs: 3000 });
    expect(shownMs(faster, 3000)).toBe(Now - 58_000);
    expect(shownMs(faster, 4000)).toBe(Now + 2000);
    const held = reduceTime(faster, { do: 'pause', wallMs: 3500 });
    expect(shownMs(held, 9000)).toBe(Now - 58_000 + 30_000);
  });

  it('goes on running when it is moved inside its mode, and stands when it enters another', () => {
    const playing = run(go(Now - 60_000), { do: 'play', wallMs: 1000 });
    expect(reduceTime(playing, go(Now - 30_000))).toMatchObject({ mode: 'replay', playing: true });
    expect(reduceTime(playing, go(Now + 30_000))).toMatchObject({ mode: 'plan', playing: false });
  });

  it('is live again with its own rate', () => {
    const state = run(go(Now - 60_000), { do: 'rate', rate: 60, wallMs: 0 }, { do: 'live' });
    expect(state).toMatchObject({ mode: 'live', atMs: null, rate: 1, playing: true });
  });

  it('neither plays nor holds what is live', () => {
    expect(run({ do: 'play', wallMs: 0 })).toBe(LiveState);
    expect(run({ do: 'pause', wallMs: 0 })).toBe(LiveState);
  });

  it('zooms within bounds, in any mode', () => {
    expect(run({ do: 'zoom', factor: 1e9 }).spanMs).toBe(SpanMaxMs);
    expect(run(freeze, { do: 'zoom', factor: 1e-9 }).spanMs).toBe(SpanMinMs);
  });

  it('shows now at three quarters of the bar, and a moment of its own in the middle', () => {
    const live = barRange(LiveState, Now, 0);
    expect((Now - live.fromMs) / (live.toMs - live.fromMs)).toBeCloseTo(0.75);
    const past = barRange(run(go(Now - 60_000)), Now, 0);
    expect((past.fromMs + past.toMs) / 2).toBe(Now - 60_000);
  });
});
