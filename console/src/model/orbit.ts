/**
 * Where satellites are drawn: Kepler's ellipse with the secular part of J2, turned under the Earth by
 * GMST-82. The shader does the same on the GPU; this is for picking, the map and tests. Lengths in km, angles
 * in radians, times in ms or s.
 */

export const MuKm3S2 = 398_600.4418;
export const EarthRadiusKm = 6378.137;
export const J2 = 1.082_626_68e-3;
export const ElementsPerSatellite = 6;
const TwoPi = 2 * Math.PI;
const UnixToJ2000Ms = Date.UTC(2000, 0, 1, 12);
const DayMs = 86_400_000;

/** Greenwich mean sidereal time (IAU 1982), 0..2 pi, taking UTC for UT1. */
export function gmst(unixMs: number): number {
  const days = (unixMs - UnixToJ2000Ms) / DayMs;
  const t = days / 36_525;
  const seconds = 67_310.54841 + (876_600 * 3600 + 8_640_184.812866) * t + 0.093104 * t * t - 6.2e-6 * t * t * t;
  return wrap((seconds / 240) * (Math.PI / 180));
}

export function wrap(angle: number): number {
  const turned = angle % TwoPi;
  return turned < 0 ? turned + TwoPi : turned;
}

/** How node, perigee and mean anomaly go, rad/s, by J2 and the motion itself. */
export interface SecularRates {
  raan: number;
  argp: number;
  mean: number;
}

export function secularRates(aKm: number, e: number, i: number, into: SecularRates): SecularRates {
  const n = Math.sqrt(MuKm3S2 / (aKm * aKm * aKm));
  const p = aKm * (1 - e * e);
  const cos = Math.cos(i);
  const k = 1.5 * J2 * (EarthRadiusKm / p) ** 2 * n;
  into.raan = -k * cos;
  into.argp = k * (2 - 2.5 * (1 - cos * cos));
  into.mean = n + k * Math.sqrt(1 - e * e) * (1 - 1.5 * (1 - cos * cos));
  return into;
}

/** Kepler's equation for the near circular: Newton from a start that a few steps make exact. */
export function eccentricAnomaly(mean: number, e: number): number {
  let E = mean + e * Math.sin(mean);
  for (let step = 0; step < 4; step++) {
    E -= (E - e * Math.sin(E) - mean) / (1 - e * Math.cos(E));
  }
  return E;
}

const rates: SecularRates = { raan: 0, argp: 0, mean: 0 };

/** Position of satellite `index` in the inertial frame (TEME), km, `dtS` after the epoch of the elements. */
export function inertialAt(elements: Float32Array, index: number, dtS: number, into: Float64Array, at = 0): void {
  const k = index * ElementsPerSatellite;
  const a = elements[k]!;
  const e = elements[k + 1]!;
  const i = elements[k + 2]!;
  secularRates(a, e, i, rates);
  const raan = elements[k + 3]! + rates.raan * dtS;
  const argp = elements[k + 4]! + rates.argp * dtS;
  const mean = wrap(elements[k + 5]! + rates.mean * dtS);
  const E = eccentricAnomaly(mean, e);
  const x = a * (Math.cos(E) - e);
  const y = a * Math.sqrt(1 - e * e) * Math.sin(E);
  const cw = Math.cos(argp);
  const sw = Math.sin(argp);
  const u = x * cw - y * sw;
  const v = x * sw + y * cw;
  const co = Math.cos(raan);
  const so = Math.sin(raan);
  const ci = Math.cos(i);
  into[at] = u * co - v * ci * so;
  into[at + 1] = u * so + v * ci * co;
  into[at + 2] = v * Math.sin(i);
}

/** Positions of all satellites turned with the Earth, in Earth radii, three numbers each. */
export function fixedPositions(
  elements: Float32Array,
  count: number,
  epochMs: number,
  unixMs: number,
  into: Float32Array,
): void {
  const dtS = (unixMs - epochMs) / 1000;
  const angle = gmst(unixMs);
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  for (let i = 0; i < count; i++) {
    inertialAt(elements, i, dtS, scratch);
    const x = scratch[0]! / EarthRadiusKm;
    const y = scratch[1]! / EarthRadiusKm;
    into[i * 3] = x * c + y * s;
    into[i * 3 + 1] = y * c - x * s;
    into[i * 3 + 2] = scratch[2]! / EarthRadiusKm;
  }
}

const scratch = new Float64Array(3);

/** A place on the ground, in Earth radii; the globe is drawn as a sphere. */
export function groundPosition(latDeg: number, lonDeg: number, altM: number, into: Float32Array, at: number): void {
  const lat = (latDeg * Math.PI) / 180;
  const lon = (lonDeg * Math.PI) / 180;
  const r = 1 + altM / 1000 / EarthRadiusKm;
  into[at] = r * Math.cos(lat) * Math.cos(lon);
  into[at + 1] = r * Math.cos(lat) * Math.sin(lon);
  into[at + 2] = r * Math.sin(lat);
}

/** The direction of the sun turned with the Earth, a unit vector; good to a hundredth of a degree. */
export function sunDirection(unixMs: number, into: [number, number, number]): void {
  const days = (unixMs - UnixToJ2000Ms) / DayMs;
  const g = ((357.528 + 0.9856003 * days) * Math.PI) / 180;
  const longitude = ((280.46 + 0.9856474 * days + 1.915 * Math.sin(g) + 0.02 * Math.sin(2 * g)) * Math.PI) / 180;
  const obliquity = ((23.439 - 4e-7 * days) * Math.PI) / 180;
  const x = Math.cos(longitude);
  const y = Math.cos(obliquity) * Math.sin(longitude);
  const angle = gmst(unixMs);
  into[0] = x * Math.cos(angle) + y * Math.sin(angle);
  into[1] = y * Math.cos(angle) - x * Math.sin(angle);
  into[2] = Math.sin(obliquity) * Math.sin(longitude);
}
