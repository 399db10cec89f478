/**
 * Coasts of the world (Natural Earth, 1:110 million). Rings of the atlas are stitched across the
 * antimeridian: they are unwrapped here, so that no ring leaps from one edge of the map to the other, and
 * closed over the pole where they go round it.
 */

import { feature } from 'topojson-client';
import atlas from 'world-atlas/land-110m.json';

/** A ring as longitude, latitude, longitude ...; longitudes go on beyond 180 rather than leap. */
export type Ring = Float32Array;

let known: { rings: Ring[]; coast: Float32Array } | null = null;

export function land(): { rings: Ring[]; coast: Float32Array } {
  if (!known) {
    const raw = rawRings();
    known = { rings: raw.map(unwrapRing), coast: coastLines(raw) };
  }
  return known;
}

function rawRings(): number[][][] {
  const shape = feature(atlas, atlas.objects.land);
  const geometries = shape.features ? shape.features.map((one) => one.geometry) : [shape.geometry!];
  return geometries.flatMap((geometry) =>
    geometry.type === 'MultiPolygon'
      ? (geometry.coordinates as number[][][][]).flat()
      : (geometry.coordinates as number[][][]),
  );
}

export function unwrapRing(points: readonly number[][]): Ring {
  const out: number[] = [];
  let lon = points[0]?.[0] ?? 0;
  for (const point of points) {
    const step = (((point[0]! - lon) % 360) + 540) % 360 - 180;
    lon += step;
    out.push(lon, point[1]!);
  }
  const turned = lon - out[0]!;
  if (Math.abs(turned) > 180) {
    // The ring goes round a pole: down to it, along it, and back up.
    const pole = out[1]! < 0 ? -90 : 90;
    out.push(lon, pole, out[0]!, pole);
  }
  return Float32Array.from(out);
}

/** Pairs of unit vectors, without the seam that some rings have along 180 degrees and at the pole. */
export function coastLines(rings: readonly (readonly number[][])[]): Float32Array {
  const out: number[] = [];
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [a, b] = [ring[i - 1]!, ring[i]!];
      const seam = Math.abs(a[0]!) > 179.9 && Math.abs(b[0]!) > 179.9;
      if (seam || (a[1]! < -89.5 && b[1]! < -89.5)) continue;
      out.push(...unitOf(a[0]!, a[1]!), ...unitOf(b[0]!, b[1]!));
    }
  }
  return Float32Array.from(out);
}

function unitOf(lonDeg: number, latDeg: number): [number, number, number] {
  const lon = (lonDeg * Math.PI) / 180;
  const lat = (latDeg * Math.PI) / 180;
  return [Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)];
}

/** Fills all land into an equirectangular picture, -180..180 from left to right. */
export function tracePaths(path: Path2D, width: number, height: number): void {
  for (const ring of land().rings) {
    for (const shift of [-360, 0, 360]) {
      for (let i = 0; i < ring.length; i += 2) {
        const x = ((ring[i]! + shift + 180) / 360) * width;
        const y = ((90 - ring[i + 1]!) / 180) * height;
        if (i === 0) path.moveTo(x, y);
        else path.lineTo(x, y);
      }
      path.closePath();
    }
  }
}
