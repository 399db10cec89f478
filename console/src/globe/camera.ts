/**
 * The camera of the globe: it looks at the centre of the Earth from a longitude, a latitude and a distance;
 * north is up.
 */

import { Matrix4, PerspectiveCamera, Vector3 } from 'three';
import type { Insets } from './globe';

const FovDeg = 28;
/** Earth and its satellites fill so much of the room between the panels. */
const Fill = 0.93;
const ShellRadius = 1.1;
const LatMax = 88;
const FlightMs = 650;

export class GlobeCamera {
  readonly camera = new PerspectiveCamera(FovDeg, 1, 0.1, 50);
  readonly viewProjection = new Matrix4();
  readonly eye = new Vector3();
  lonDeg = 10;
  latDeg = 24;
  zoom = 1;
  width = 1;
  height = 1;
  private insets: Insets = { left: 0, right: 0, top: 0, bottom: 0 };
  private fromLon = 0;
  private fromLat = 0;
  private toLon = 0;
  private toLat = 0;
  private flightStart = -1;
  distance = 5;

  constructor() {
    this.camera.up.set(0, 0, 1);
  }

  resize(width: number, height: number): void {
    this.width = Math.max(1, width);
    this.height = Math.max(1, height);
  }

  setInsets(insets: Insets): void {
    this.insets = insets;
  }

  get flying(): boolean {
    return this.flightStart >= 0;
  }

  /** Pixels of an Earth radius at the centre of the globe. */
  get pixelsPerRadius(): number {
    return this.height / 2 / Math.tan((FovDeg * Math.PI) / 360) / this.distance;
  }

  turn(eastDeg: number, northDeg: number): void {
    this.flightStart = -1;
    this.lonDeg = wrapDeg(this.lonDeg + eastDeg);
    this.latDeg = Math.max(-LatMax, Math.min(LatMax, this.latDeg + northDeg));
  }

  zoomBy(factor: number): void {
    this.zoom = Math.max(0.5, Math.min(60, this.zoom * factor));
  }

  flyTo(lonDeg: number, latDeg: number, nowMs: number, jump: boolean): void {
    const lat = Math.max(-LatMax, Math.min(LatMax, latDeg));
    if (jump) {
      this.flightStart = -1;
      this.lonDeg = wrapDeg(lonDeg);
      this.latDeg = lat;
      return;
    }
    this.fromLon = this.lonDeg;
    this.fromLat = this.latDeg;
    this.toLon = this.lonDeg + wrapDeg(lonDeg - this.lonDeg);
    this.toLat = lat;
    this.flightStart = nowMs;
  }

  /** Puts the matrices right for a frame. */
  settle(nowMs: number): void {
    if (this.flightStart >= 0) {
      const t = Math.min(1, (nowMs - this.flightStart) / FlightMs);
      const eased = t * t * (3 - 2 * t);
      this.lonDeg = wrapDeg(this.fromLon + (this.toLon - this.fromLon) * eased);
      this.latDeg = this.fromLat + (this.toLat - this.fromLat) * eased;
      if (t >= 1) this.flightStart = -1;
    }
    const { camera, insets, width, height } = this;
    const roomW = Math.max(120, width - insets.left - insets.right);
    const roomH = Math.max(120, height - insets.top - insets.bottom);
    const half = (Math.min(roomW, roomH) / 2) * Fill;
    const focal = height / 2 / Math.tan((FovDeg * Math.PI) / 360);
    // A sphere of radius R at distance d is seen as wide as focal * R / sqrt(d^2 - R^2).
    const whole = ShellRadius * Math.sqrt(1 + (focal / half) ** 2);
    this.distance = 1 + (whole - 1) / this.zoom;
    const lon = (this.lonDeg * Math.PI) / 180;
    const lat = (this.latDeg * Math.PI) / 180;
    this.eye.set(Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat));
    this.eye.multiplyScalar(this.distance);
    camera.position.copy(this.eye);
    camera.lookAt(0, 0, 0);
    camera.aspect = width / height;
    camera.near = Math.max(0.005, (this.distance - 1.2) * 0.6);
    camera.far = this.distance + 1.6;
    const x = -(insets.left - insets.right) / 2;
    const y = -(insets.top - insets.bottom) / 2;
    camera.setViewOffset(width, height, x, y, width, height);
    camera.updateMatrixWorld();
    this.viewProjection.multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse);
  }

  /** The node nearest to a pixel, within `reach` pixels and not behind the Earth; -1 for none. */
  pick(xyz: Float32Array, count: number, x: number, y: number, reach: number): number {
    const m = this.viewProjection.elements;
    let best = -1;
    let bestD = reach * reach;
    for (let i = 0; i < count; i++) {
      const px = xyz[i * 3]!;
      const py = xyz[i * 3 + 1]!;
      const pz = xyz[i * 3 + 2]!;
      if (px === 0 && py === 0 && pz === 0) continue;
      const w = m[3]! * px + m[7]! * py + m[11]! * pz + m[15]!;
      if (w <= 0) continue;
      const sx = ((m[0]! * px + m[4]! * py + m[8]! * pz + m[12]!) / w + 1) * 0.5 * this.width;
      const sy = (1 - (m[1]! * px + m[5]! * py + m[9]! * pz + m[13]!) / w) * 0.5 * this.height;
      const d = (sx - x) * (sx - x) + (sy - y) * (sy - y);
      if (d >= bestD || this.isHidden(px, py, pz)) continue;
      bestD = d;
      best = i;
    }
    return best;
  }

  /** Whether the Earth lies between a place and the eye. */
  private isHidden(x: number, y: number, z: number): boolean {
    const dx = this.eye.x - x;
    const dy = this.eye.y - y;
    const dz = this.eye.z - z;
    const length2 = dx * dx + dy * dy + dz * dz;
    const along = -(x * dx + y * dy + z * dz) / length2;
    if (along <= 0) return false;
    const nx = x + dx * along;
    const ny = y + dy * along;
    const nz = z + dz * along;
    return nx * nx + ny * ny + nz * nz < 0.99;
  }

  /** The pixel of a place, or null behind the eye. */
  project(x: number, y: number, z: number, into: { x: number; y: number }): boolean {
    const m = this.viewProjection.elements;
    const w = m[3]! * x + m[7]! * y + m[11]! * z + m[15]!;
    if (w <= 0 || this.isHidden(x, y, z)) return false;
    into.x = ((m[0]! * x + m[4]! * y + m[8]! * z + m[12]!) / w + 1) * 0.5 * this.width;
    into.y = (1 - (m[1]! * x + m[5]! * y + m[9]! * z + m[13]!) / w) * 0.5 * this.height;
    return true;
  }
}

export function wrapDeg(degrees: number): number {
  return ((((degrees + 180) % 360) + 360) % 360) - 180;
}
