import { describe, expect, it } from 'vitest';
import {
  eccentricAnomaly, EarthRadiusKm, fixedPositions, gmst, groundPosition, inertialAt, MuKm3S2, secularRates, sunDirection,
} from '../src/model/orbit';

const deg = Math.PI / 180;
const at = (elements: number[], dtS: number): number[] => {
  const out = new Float64Array(3);
  inertialAt(Float32Array.from(elements), 0, dtS, out);
  return [...out];
};

/**
 * The same orbit by numbers alone: Newton's law with the J2 term, by Runge and Kutta in steps of a second.
 */
function integrate(r: number[], v: number[], seconds: number): number[] {
  const pull = (p: number[]): number[] => {
    const [x, y, z] = p as [number, number, number];
    const r2 = x * x + y * y + z * z;
    const k = -MuKm3S2 / (r2 * Math.sqrt(r2));
    const j = 1.5 * 1.08262668e-3 * (EarthRadiusKm * EarthRadiusKm) / r2;
    const s = (5 * z * z) / r2;
    return [k * x * (1 + j * (1 - s)), k * y * (1 + j * (1 - s)), k * z * (1 + j * (3 - s))];
  };
  const add = (a: number[], b: number[], f: number): number[] => a.map((value, i) => value + b[i]! * f);
  let state = [...r, ...v];
  const slope = (s: number[]): number[] => [...s.slice(3), ...pull(s.slice(0, 3))];
  for (let t = 0; t < seconds; t++) {
    const k1 = slope(state);
    const k2 = slope(add(state, k1, 0.5));
    const k3 = slope(add(state, k2, 0.5));
    const k4 = slope(add(state, k3, 1));
    state = state.map((value, i) => value + (k1[i]! + 2 * k2[i]! + 2 * k3[i]! + k4[i]!) / 6);
  }
  return state.slice(0, 3);
}

describe('sidereal time', () => {
  // Vallado, Fundamentals of Astrodynamics, example 3-5: 1992-08-20 12:14 UT1 is 152.578787886 degrees.
  it('agrees with the book', () => {
    expect(gmst(Date.UTC(1992, 7, 20, 12, 14)) / deg).toBeCloseTo(152.578787886, 5);
  });

  it('gains a turn on the sun in a year', () => {
    const day = gmst(Date.UTC(2026, 0, 2)) - gmst(Date.UTC(2026, 0, 1));
    expect(day / deg).toBeCloseTo(0.98564736629, 6);
  });
});

describe('Kepler', () => {
  it.each([[0, 0], [1, 0.1], [3, 0.7], [6.2, 0.3], [0.01, 0.6]])('M = %f, e = %f comes back', (mean, e) => {
    const E = eccentricAnomaly(mean, e);
    expect(E - e * Math.sin(E)).toBeCloseTo(mean, 9);
  });

  it('begins at perigee, in the plane of the node', () => {
    expect(at([7000, 0.1, 0.9, 0, 0, 0], 0)).toEqual([expect.closeTo(6300, 2), expect.closeTo(0, 2), expect.closeTo(0, 2)]);
    const [x, y, z] = at([7000, 0, 90 * deg, 30 * deg, 0, 90 * deg], 0);
    expect([x, y]).toEqual([expect.closeTo(0, 1), expect.closeTo(0, 1)]);
    expect(z).toBeCloseTo(7000, 1);
  });

  it('returns after a nodal period', () => {
    const rates = secularRates(6928, 0, 53 * deg, { raan: 0, argp: 0, mean: 0 });
    const period = (2 * Math.PI) / (rates.mean + rates.argp);
    const [, , z] = at([6928, 0, 53 * deg, 0, 0, 0], period);
    expect(Math.abs(z!)).toBeLessThan(0.2);
  });

  it('turns the node of a sun-synchronous orbit by a turn a year', () => {
    const rates = secularRates(EarthRadiusKm + 600, 0.001, 97.79 * deg, { raan: 0, argp: 0, mean: 0 });
    expect((rates.raan * 86_400) / deg).toBeCloseTo(0.9856, 2);
  });

  it('stays near the motion under J2 for ten minutes', () => {
    const a = 6928;
    const i = 53 * deg;
    const speed = Math.sqrt(MuKm3S2 / a);
    const r = [a, 0, 0];
    const v = [0, speed * Math.cos(i), speed * Math.sin(i)];
    const truth = integrate(r, v, 600);
    const drawn = at([a, 0, i, 0, 0, 0], 600);
    const off = Math.hypot(...truth.map((value, k) => value - drawn[k]!));
    // The short periodic part of J2 is left out: some kilometres, less than a pixel of the globe.
    expect(off).toBeLessThan(20);
  });
});

describe('the turning Earth', () => {
  it('carries what is fixed to it', () => {
    const ms = Date.UTC(2026, 7, 11, 7, 30);
    const out = new Float32Array(3);
    // Over the equator at the sidereal angle itself: at longitude 0.
    fixedPositions(Float32Array.from([EarthRadiusKm, 0, 0, gmst(ms), 0, 0]), 1, ms, ms, out);
    expect([...out]).toEqual([expect.closeTo(1, 5), expect.closeTo(0, 5), expect.closeTo(0, 5)]);
  });

  it('has places by latitude and longitude', () => {
    const out = new Float32Array(6);
    groundPosition(0, 90, 0, out, 0);
    groundPosition(90, 12, 6_378_137, out, 3);
    expect([...out]).toEqual([0, 1, 0, 0, 0, 2].map((value) => expect.closeTo(value, 5)));
  });

  it('is lit from above the equator at an equinox, and from the tropic at a solstice', () => {
    const sun: [number, number, number] = [0, 0, 0];
    sunDirection(Date.UTC(2026, 2, 20, 14, 46), sun);
    expect(Math.abs(Math.asin(sun[2]) / deg)).toBeLessThan(0.05);
    sunDirection(Date.UTC(2026, 5, 21, 8, 24), sun);
    expect(Math.asin(sun[2]) / deg).toBeCloseTo(23.43, 1);
    // At noon in Greenwich the sun is near longitude 0.
    sunDirection(Date.UTC(2026, 3, 15, 12), sun);
    expect(Math.abs(Math.atan2(sun[1], sun[0]) / deg)).toBeLessThan(1);
  });
});
