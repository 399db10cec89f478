import { describe, expect, it } from 'vitest';
import { GlobeCamera, wrapDeg } from '../src/globe/camera';
import { groundPosition } from '../src/model/orbit';

const place = (lat: number, lon: number, altKm = 0): Float32Array => {
  const out = new Float32Array(3);
  groundPosition(lat, lon, altKm * 1000, out, 0);
  return out;
};

function camera(lat = 0, lon = 0, insets = { left: 0, right: 0, top: 0, bottom: 0 }): GlobeCamera {
  const it = new GlobeCamera();
  it.resize(1000, 800);
  it.setInsets(insets);
  it.flyTo(lon, lat, 0, true);
  it.settle(0);
  return it;
}

function pixel(view: GlobeCamera, at: Float32Array): [number, number] | null {
  const out = { x: 0, y: 0 };
  return view.project(at[0]!, at[1]!, at[2]!, out) ? [Math.round(out.x), Math.round(out.y)] : null;
}

describe('the camera', () => {
  it('has what it looks at in the middle, north up and east to the right', () => {
    const view = camera(40, 10);
    expect(pixel(view, place(40, 10))).toEqual([500, 400]);
    expect(pixel(view, place(45, 10))![1]).toBeLessThan(400);
    expect(pixel(view, place(40, 15))![0]).toBeGreaterThan(500);
  });

  it('has its middle between the panels', () => {
    const view = camera(0, 0, { left: 300, right: 100, top: 0, bottom: 100 });
    expect(pixel(view, place(0, 0))).toEqual([600, 350]);
  });

  it('shows the whole shell in the room that is left', () => {
    const view = camera(0, 0, { left: 300, right: 100, top: 0, bottom: 0 });
    const [x] = pixel(view, place(0, 70, 550))!;
    expect(x).toBeGreaterThan(800);
    expect(x).toBeLessThan(900);
  });

  it('does not see through the Earth, but past it', () => {
    const view = camera();
    expect(pixel(view, place(0, 180))).toBeNull();
    expect(pixel(view, place(0, 180, 550))).toBeNull();
    expect(pixel(view, place(0, 95, 550))).not.toBeNull();
  });

  it('picks the nearest node within reach, of those in sight', () => {
    const view = camera();
    const nodes = new Float32Array([...place(0, 180, 550), ...place(0, 1, 550), ...place(0, 3, 550)]);
    const [x, y] = pixel(view, nodes.subarray(6, 9))!;
    expect(view.pick(nodes, 3, x + 2, y, 10)).toBe(2);
    expect(view.pick(nodes, 3, x, y + 60, 10)).toBe(-1);
  });

  it('never turns over the poles', () => {
    const view = camera(80, 0);
    view.turn(0, 500);
    view.settle(0);
    expect(view.latDeg).toBeLessThan(90);
  });

  it('flies the short way round', () => {
    const view = camera(0, 170);
    view.flyTo(-170, 0, 0, false);
    view.settle(325);
    expect(Math.abs(wrapDeg(view.lonDeg - 180))).toBeLessThan(1);
    view.settle(10_000);
    expect(view.lonDeg).toBeCloseTo(-170, 6);
    expect(view.flying).toBe(false);
  });
});
