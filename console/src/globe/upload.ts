/**
 * Carries what frames have changed into the textures of the globe; nothing of it happens without a change.
 */

import { Changed } from '../model/scene';
import type { Scene } from '../model/scene';
import type { CatalogueNode } from '../wire/types';
import type { GlobeLook, GlobeMarks } from './globe';
import { lookLinks, lookNodes, NamedBit, nodeLoads, ownersOf, routeSegments, SelectedBit } from './looks';
import type { GlobeParts } from './parts';
import type { Positions } from './positions';
import * as glsl from './shaders';
import { fillElements } from './textures';

const { RowNodes, RowLinks } = glsl;

export class Upload {
  pending = 0;
  /** Segments of routes that are drawn. */
  segments = 0;
  nodeCount = 0;
  look: GlobeLook = { layers: [], colourBy: 'state', stale: false, reducedMotion: false };
  marks: GlobeMarks = { node: -1, link: -1, stream: -1, pinned: [], incident: [] };
  private nodes: readonly CatalogueNode[] = [];
  private owners: ReadonlyMap<string, number> = new Map();
  private loads = new Uint8Array(0);

  constructor(
    private readonly scene: Scene,
    private readonly parts: GlobeParts,
    private readonly positions: Positions,
  ) {}

  setNodes(nodes: readonly CatalogueNode[]): void {
    this.nodes = nodes;
    this.owners = ownersOf(nodes);
  }

  setLook(look: GlobeLook): void {
    const recolour = look.colourBy !== this.look.colourBy || look.layers !== this.look.layers;
    this.look = look;
    if (recolour) this.pending |= Changed.Nodes | Changed.LinkState | Changed.Routes | Changed.Ephemeris;
  }

  setMarks(marks: GlobeMarks): void {
    this.marks = marks;
    this.pending |= Changed.Nodes | Changed.LinkState | Changed.Routes;
    if (!this.look.layers.includes('orbits')) this.pending |= Changed.Ephemeris;
  }

  take(): void {
    const changed = this.pending;
    if (changed === 0) return;
    this.pending = 0;
    const { scene } = this;
    if (changed & Changed.Ephemeris) this.takeEphemeris();
    if (changed & Changed.Links) this.takeLinks();
    const byLoad = this.look.colourBy === 'load';
    if (changed & (Changed.Nodes | Changed.Ephemeris) || (byLoad && changed & Changed.Load)) this.takeNodes(byLoad);
    if (changed & (Changed.Links | Changed.LinkState) || (byLoad && changed & Changed.Load)) {
      lookLinks(scene, this.look.colourBy, this.marks.link, this.parts.linkLook.image.data as Uint8Array);
      this.parts.linkLook.needsUpdate = true;
    }
    if (changed & (Changed.Routes | Changed.Ephemeris)) {
      const all = this.look.layers.includes('routes');
      const data = this.parts.segmentData.image.data as Uint16Array;
      this.segments = routeSegments(scene, this.marks.stream, this.marks.pinned, all, data);
      this.parts.objects.routes!.geometry.setDrawRange(0, this.segments * 6);
      if (this.segments > 0) this.parts.segmentData.needsUpdate = true;
    }
  }

  private takeEphemeris(): void {
    const { scene } = this;
    this.nodeCount = Math.max(scene.satellites, this.nodes.length);
    const rows = Math.max(1, Math.ceil(this.nodeCount / RowNodes));
    // The first texture has one row too, but not the width of one.
    const { width, height } = this.parts.elements.image;
    if (width !== RowNodes * 3 || height !== rows) this.resizeNodes(rows);
    this.positions.setGround(this.nodes);
    fillElements(this.parts.elements.image.data as Float32Array, scene.elements, scene.satellites);
    const data = this.parts.elements.image.data as Float32Array;
    for (let i = scene.satellites; i < this.nodes.length; i++) {
      data.set(this.positions.xyz.subarray(i * 3, i * 3 + 3), i * 12);
      data[i * 12 + 6] = 1;
    }
    this.parts.elements.needsUpdate = true;
    this.parts.objects.nodes!.geometry.setDrawRange(0, this.nodeCount);
    this.takeOrbits();
  }

  /** One ring a plane when orbits are wanted, else the ring of the selected satellite. */
  private takeOrbits(): void {
    const data = this.parts.orbitIds.image.data as Uint16Array;
    const all = this.look.layers.includes('orbits');
    let rings = 0;
    if (all) {
      const seen = new Set<number>();
      for (const node of this.nodes) {
        if (node.id >= this.scene.satellites || node.plane < 0 || seen.has(node.plane)) continue;
        seen.add(node.plane);
        data[rings++] = node.id;
      }
    } else if (this.marks.node >= 0 && this.marks.node < this.scene.satellites) data[rings++] = this.marks.node;
    this.parts.materials.orbits!.uniforms.uAlpha!.value = all ? 0.28 : 0.75;
    this.parts.objects.orbits!.visible = rings > 0;
    this.parts.objects.orbits!.geometry.setDrawRange(0, rings * glsl.OrbitSteps * 2);
    this.parts.orbitIds.needsUpdate = true;
  }

  private takeLinks(): void {
    const { scene } = this;
    const rows = Math.max(1, Math.ceil(scene.links / RowLinks));
    if (this.parts.linkEnds.image.height < rows) this.parts.resizeLinks(Math.ceil(rows * 1.1));
    const ends = this.parts.linkEnds.image.data as Uint16Array;
    for (let i = 0; i < scene.links; i++) {
      ends[i * 2] = scene.linkA[i]!;
      ends[i * 2 + 1] = scene.linkB[i]!;
    }
    this.parts.linkEnds.needsUpdate = true;
    this.parts.objects.links!.geometry.setDrawRange(0, scene.links * 2);
  }

  private takeNodes(byLoad: boolean): void {
    const data = this.parts.nodeLook.image.data as Uint8Array;
    if (byLoad) nodeLoads(this.scene, this.loads);
    lookNodes(this.scene, this.nodes, this.owners, this.look.colourBy, this.loads, data);
    for (const id of this.marks.incident) if (id < this.nodeCount) data[id * 2 + 1]! |= NamedBit;
    if (this.marks.node >= 0 && this.marks.node < this.nodeCount) data[this.marks.node * 2 + 1]! |= SelectedBit;
    this.parts.nodeLook.needsUpdate = true;
  }

  private resizeNodes(rows: number): void {
    this.parts.resizeNodes(rows);
    this.loads = new Uint8Array(RowNodes * rows);
  }
}
