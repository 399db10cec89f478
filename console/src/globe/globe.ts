/**
 * What a globe is to the page: WebGL draws one, the flat map another, and either can take the other's place.
 */

import type { Scene } from '../model/scene';
import type { ColourBy, LayerName } from '../model/url';
import type { CatalogueNode } from '../wire/types';

export interface GlobeLook {
  layers: readonly LayerName[];
  colourBy: ColourBy;
  /** Nothing new comes: colours fade, the shapes stay. */
  stale: boolean;
  reducedMotion: boolean;
}

/** What is picked out: by node id, link id and stream id; -1 for none. */
export interface GlobeMarks {
  node: number;
  link: number;
  stream: number;
  /** Streams whose routes are shown besides the selected one. */
  pinned: readonly number[];
  /** Nodes an incident names. */
  incident: readonly number[];
}

/** Pixels at each side that panels lie on. */
export interface Insets {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** What the globe asks and tells. */
export interface GlobeHost {
  scene: Scene;
  /** World milliseconds of what is shown. */
  nowMs(): number;
  /** World seconds a second; 0 when held. */
  rate(): number;
  picked(node: number | null, double: boolean): void;
  hovered(node: number | null, x: number, y: number): void;
  /** The graphics are lost: this globe draws no more, another one may. */
  lost(): void;
}

export interface GlobeStats {
  kind: 'webgl' | 'map';
  frames: number;
  /** Own script of a frame, ms: the middle and the slow end of the last 240. */
  scriptP50Ms: number;
  scriptP95Ms: number;
  drawCalls: number;
  software: boolean;
  width: number;
  height: number;
  nodes: number;
  links: number;
}

export interface Globe {
  readonly kind: 'webgl' | 'map';
  readonly element: HTMLElement;
  setNodes(nodes: readonly CatalogueNode[]): void;
  /** Frames came: `changed` of model/scene. */
  update(changed: number): void;
  setLook(look: GlobeLook): void;
  setMarks(marks: GlobeMarks): void;
  setInsets(insets: Insets): void;
  /** Theme or time has changed; draw again. */
  refresh(): void;
  recolour(): void;
  setFollow(on: boolean): void;
  lookAtNode(id: number): void;
  turn(eastDeg: number, northDeg: number): void;
  zoomBy(factor: number): void;
  reset(): void;
  stats(): GlobeStats;
  dispose(): void;
}

/** Milliseconds of script of the last frames, in a ring: no allocation while frames are drawn. */
export class ScriptTimes {
  private readonly ring = new Float32Array(240);
  count = 0;

  note(ms: number): void {
    this.ring[this.count++ % this.ring.length] = ms;
  }

  quantile(q: number): number {
    const known = this.ring.slice(0, Math.min(this.count, this.ring.length)).sort();
    return known.length === 0 ? 0 : known[Math.min(known.length - 1, Math.floor(known.length * q))]!;
  }
}
