import { describe, expect, it } from 'vitest';
import { coastLines, land, unwrapRing } from '../src/globe/land';

describe('rings of the atlas', () => {
  it('do not leap over the edge of the map', () => {
    const ring = unwrapRing([[170, 60], [179, 61], [-179, 62], [-170, 60], [170, 60]]);
    expect([...ring]).toEqual([170, 60, 179, 61, 181, 62, 190, 60, 170, 60]);
  });

  it('that go round a pole are closed over it', () => {
    const ring = unwrapRing([[0, -70], [120, -75], [-120, -72], [0, -70]]);
    expect([...ring.slice(-4)]).toEqual([360, -90, 0, -90]);
  });

  it('have no long step, any of them', () => {
    let worst = 0;
    for (const ring of land().rings) {
      // The last two points of a ring round a pole lead along the pole, which has no width.
      const end = ring[ring.length - 1] === -90 ? ring.length - 4 : ring.length;
      for (let i = 2; i < end; i += 2) worst = Math.max(worst, Math.abs(ring[i]! - ring[i - 2]!));
    }
    expect(land().rings.length).toBeGreaterThan(100);
    expect(worst).toBeLessThan(60);
  });

  it('become coasts on the unit sphere, without the seam at 180 degrees', () => {
    const lines = coastLines([[[179, 60], [180, 60], [180, 70], [179, 70]]]);
    expect(lines.length).toBe(2 * 6);
    for (let i = 0; i < lines.length; i += 3) {
      expect(Math.hypot(lines[i]!, lines[i + 1]!, lines[i + 2]!)).toBeCloseTo(1, 6);
    }
  });
});
