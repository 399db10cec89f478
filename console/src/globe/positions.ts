/**
 * Positions of all nodes on the CPU: for picking, following and the map. Kept for a second or two of the
 * world.
 */

import { fixedPositions, groundPosition, inertialAt, gmst, EarthRadiusKm } from '../model/orbit';
import type { Scene } from '../model/scene';
import type { CatalogueNode } from '../wire/types';

export class Positions {
  /** Three a node, in Earth radii, turning with the Earth. */
  xyz = new Float32Array(0);
  private atMs = Number.NaN;
  private epochMs = Number.NaN;
  private readonly one = new Float64Array(3);

  constructor(private readonly scene: Scene) {}

  setGround(nodes: readonly CatalogueNode[]): void {
    const count = Math.max(this.scene.satellites, nodes.length);
    if (this.xyz.length !== count * 3) this.xyz = new Float32Array(count * 3);
    for (let i = this.scene.satellites; i < nodes.length; i++) {
      const node = nodes[i]!;
      if (node.lat !== null && node.lon !== null) groundPosition(node.lat, node.lon, node.altM ?? 0, this.xyz, i * 3);
    }
    this.atMs = Number.NaN;
  }

  /** Positions that are at most `staleMs` old, in world time. */
  at(nowMs: number, staleMs: number): Float32Array {
    const { scene } = this;
    const fresh = Math.abs(nowMs - this.atMs) <= staleMs && this.epochMs === scene.epochMs;
    if (!fresh && this.xyz.length >= scene.satellites * 3) {
      fixedPositions(scene.elements, scene.satellites, scene.epochMs, nowMs, this.xyz);
      this.atMs = nowMs;
      this.epochMs = scene.epochMs;
    }
    return this.xyz;
  }

  /** One node now, without computing the others. */
  ofNode(id: number, nowMs: number, into: Float32Array): boolean {
    if (id < 0 || id * 3 + 2 >= this.xyz.length) return false;
    if (id >= this.scene.satellites) {
      into.set(this.xyz.subarray(id * 3, id * 3 + 3));
      return true;
    }
    inertialAt(this.scene.elements, id, (nowMs - this.scene.epochMs) / 1000, this.one);
    const angle = gmst(nowMs);
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    into[0] = (this.one[0]! * c + this.one[1]! * s) / EarthRadiusKm;
    into[1] = (this.one[1]! * c - this.one[0]! * s) / EarthRadiusKm;
    into[2] = this.one[2]! / EarthRadiusKm;
    return true;
  }
}
