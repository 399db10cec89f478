/**
 * The flat map: the whole Earth in an equirectangular picture, on a 2-D canvas. It stands in where there is
 * no WebGL, and is a view of its own: nothing is behind the Earth here.
 */

import { Changed } from '../model/scene';
import { theme } from '../model/store';
import { colourOf } from '../ui/colours';
import type { CatalogueNode } from '../wire/types';
import { listenForGestures } from './gestures';
import { ScriptTimes } from './globe';
import type { Globe, GlobeHost, GlobeLook, GlobeMarks, GlobeStats, Insets } from './globe';
import {
  Dashes, lookLinks, lookNodes, NamedBit, nodeLoads, ownersOf, paletteHex, PaletteSize, routeSegments, SegmentsMax,
  SelectedBit, SelectedLinkBit, Shapes,
} from './looks';
import { drawNight, MapGround } from './map-ground';
import { drawShape } from './map-shapes';
import { MapView } from './map-view';
import { Positions } from './positions';

const FrameMs = 66;
const IdleMs = 1000;
const HandsMs = 300;
/**
 * Beyond so many links those that work would hide the map: it shows the others, and all of them when zoomed.
 */
const LinksShownMax = 8000;
const ZoomForAll = 3;
const DashPatterns: readonly number[][] = [[], [5, 3], [3, 4], [1, 4]];

export class MapGlobe implements Globe {
  readonly kind = 'map';
  readonly element: HTMLElement;
  private readonly canvas = document.createElement('canvas');
  private readonly ink: CanvasRenderingContext2D;
  private readonly times = new ScriptTimes();
  private readonly positions: Positions;
  private readonly abort = new AbortController();
  private readonly stopGestures: () => void;
  private readonly sizes: ResizeObserver;
  private readonly segmentData = new Uint16Array(SegmentsMax * 4);

  private nodes: readonly CatalogueNode[] = [];
  private owners: ReadonlyMap<string, number> = new Map();
  private look: GlobeLook = { layers: [], colourBy: 'state', stale: false, reducedMotion: false };
  private marks: GlobeMarks = { node: -1, link: -1, stream: -1, pinned: [], incident: [] };
  private readonly view = new MapView();
  private palette: string[] = [];
  private readonly ground = new MapGround();
  private nodeLook = new Uint8Array(0);
  private linkLook = new Uint8Array(0);
  private loads = new Uint8Array(0);
  /** Colours and dashes that some link has: each is one stroke. */
  private readonly linkGroups = new Set<number>();
  /** Pixels of the nodes, two each. */
  private pixels = new Float32Array(0);
  private segments = 0;
  private nodeCount = 0;
  private pending = -1;
  private following = false;
  private timer = 0;
  private request = 0;
  private lastDraw = 0;
  private handsUntil = 0;
  private drawCalls = 0;
  private disposed = false;
  private readonly place = new Float32Array(3);

  constructor(
    private readonly host: GlobeHost,
    container: HTMLElement,
  ) {
    this.element = container;
    this.canvas.className = 'globe-canvas';
    this.canvas.setAttribute('aria-hidden', 'true');
    this.ink = this.canvas.getContext('2d')!;
    container.append(this.canvas);
    this.positions = new Positions(host.scene);
    this.stopGestures = this.listen();
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(container);
    document.addEventListener('visibilitychange', () => this.refresh(), { signal: this.abort.signal });
    this.recolour();
    this.resize();
  }

  private listen(): () => void {
    return listenForGestures(this.element, {
      drag: (dx, dy) => {
        this.handsUntil = performance.now() + HandsMs;
        this.turn((-dx / this.view.mapWidth) * 360, (dy / this.view.mapWidth) * 360);
      },
      zoomBy: (factor) => this.zoomBy(factor),
      pick: (x, y, double) => this.host.picked(this.pickAt(x, y, 12), double),
      hover: (x, y) => this.host.hovered(this.pickAt(x, y, 9), x, y),
      leave: () => this.host.hovered(null, 0, 0),
      arrow: (dx, dy) => this.turn((dx * 12) / this.view.zoom, (dy * 8) / this.view.zoom),
      reset: () => this.reset(),
    });
  }

  private resize(): void {
    const ratio = Math.min(2, window.devicePixelRatio);
    this.canvas.width = Math.max(1, Math.round(this.element.clientWidth * ratio));
    this.canvas.height = Math.max(1, Math.round(this.element.clientHeight * ratio));
    this.view.resize(this.element.clientWidth, this.element.clientHeight);
    this.draw();
    this.refresh();
  }

  setNodes(nodes: readonly CatalogueNode[]): void {
    this.nodes = nodes;
    this.owners = ownersOf(nodes);
    this.update(-1);
  }

  update(changed: number): void {
    this.pending |= changed;
    this.refresh();
  }

  setLook(look: GlobeLook): void {
    this.look = look;
    this.update(-1);
  }

  setMarks(marks: GlobeMarks): void {
    this.marks = marks;
    this.update(-1);
  }

  setInsets(insets: Insets): void {
    this.view.setInsets(insets);
    this.refresh();
  }

  setFollow(on: boolean): void {
    this.following = on;
    this.refresh();
  }

  lookAtNode(id: number): void {
    if (this.positions.ofNode(id, this.host.nowMs(), this.place)) this.centre();
    this.refresh();
  }

  private centre(): void {
    const [x, y, z] = this.place as unknown as [number, number, number];
    this.view.centre((Math.atan2(y, x) * 180) / Math.PI, (Math.atan2(z, Math.hypot(x, y)) * 180) / Math.PI);
  }

  turn(eastDeg: number, northDeg: number): void {
    this.view.turn(eastDeg, northDeg);
    this.refresh();
  }

  zoomBy(factor: number): void {
    this.view.zoomBy(factor);
    this.refresh();
  }

  reset(): void {
    this.view.reset();
    this.refresh();
  }

  recolour(): void {
    this.palette = paletteHex(theme.peek());
    this.update(-1);
  }

  refresh(): void {
    if (this.request !== 0 || this.disposed || document.hidden) return;
    const wait = FrameMs - (performance.now() - this.lastDraw);
    clearTimeout(this.timer);
    if (wait > 1) this.timer = window.setTimeout(() => this.refresh(), wait);
    else this.request = requestAnimationFrame(() => this.onFrame());
  }

  private onFrame(): void {
    this.request = 0;
    this.draw();
    const rate = Math.abs(this.host.rate());
    if (rate === 0 && performance.now() > this.handsUntil) return;
    this.timer = window.setTimeout(() => this.refresh(), Math.max(FrameMs, IdleMs / Math.max(1, rate)));
  }

  private draw(): void {
    if (this.disposed || this.element.clientWidth === 0) return;
    const start = performance.now();
    this.lastDraw = start;
    this.takeChanges();
    const nowMs = this.host.nowMs();
    if (this.following && this.positions.ofNode(this.marks.node, nowMs, this.place)) this.centre();
    this.project(nowMs);
    const { ink } = this;
    const ratio = this.canvas.width / Math.max(1, this.element.clientWidth);
    ink.setTransform(ratio, 0, 0, ratio, 0, 0);
    ink.clearRect(0, 0, this.element.clientWidth, this.element.clientHeight);
    ink.filter = this.look.stale ? 'grayscale(0.85)' : 'none';
    this.drawCalls = 0;
    ink.save();
    this.clipToMap();
    this.drawGround();
    if (this.look.layers.includes('day')) this.drawNight(nowMs);
    if (this.look.layers.includes('links')) this.drawLinks();
    this.drawRoutes();
    this.drawNodes();
    ink.restore();
    this.times.note(performance.now() - start);
  }

  private takeChanges(): void {
    if (this.pending === 0) return;
    const { scene } = this.host;
    const changed = this.pending;
    this.pending = 0;
    this.nodeCount = Math.max(scene.satellites, this.nodes.length);
    if (this.pixels.length !== this.nodeCount * 2) {
      this.pixels = new Float32Array(this.nodeCount * 2);
      this.nodeLook = new Uint8Array(this.nodeCount * 2);
      this.loads = new Uint8Array(this.nodeCount);
    }
    if (this.linkLook.length < scene.links * 2) this.linkLook = new Uint8Array(Math.ceil(scene.links * 2.2));
    if (changed & Changed.Ephemeris) this.positions.setGround(this.nodes);
    if (this.look.colourBy === 'load') nodeLoads(scene, this.loads);
    lookNodes(scene, this.nodes, this.owners, this.look.colourBy, this.loads, this.nodeLook);
    for (const id of this.marks.incident) if (id < this.nodeCount) this.nodeLook[id * 2 + 1]! |= NamedBit;
    if (this.marks.node >= 0 && this.marks.node < this.nodeCount) this.nodeLook[this.marks.node * 2 + 1]! |= SelectedBit;
    lookLinks(scene, this.look.colourBy, this.marks.link, this.linkLook);
    this.linkGroups.clear();
    for (let i = 0; i < scene.links; i++) {
      const dash = this.linkLook[i * 2 + 1]! & 7;
      if (dash !== Dashes.hidden) this.linkGroups.add(this.linkLook[i * 2]! * 4 + dash);
    }
    const all = this.look.layers.includes('routes');
    this.segments = routeSegments(scene, this.marks.stream, this.marks.pinned, all, this.segmentData);
  }

  private project(nowMs: number): void {
    const xyz = this.positions.at(nowMs, 400);
    for (let i = 0; i < this.nodeCount; i++) {
      const x = xyz[i * 3]!;
      const y = xyz[i * 3 + 1]!;
      this.pixels[i * 2] = this.view.xOf((Math.atan2(y, x) * 180) / Math.PI);
      this.pixels[i * 2 + 1] = this.view.yOf((Math.atan2(xyz[i * 3 + 2]!, Math.hypot(x, y)) * 180) / Math.PI);
    }
  }

  private clipToMap(): void {
    const { ink } = this;
    const { x, y, width, height } = this.view.box;
    ink.beginPath();
    ink.roundRect(x, y, width, height, 6);
    ink.clip();
    ink.fillStyle = colourOf('ocean');
    ink.fillRect(x, y, width, height);
  }

  private drawGround(): void {
    const picture = this.ground.picture(this.view.mapWidth);
    const width = this.view.mapWidth;
    const top = this.view.yOf(90);
    const left = this.view.xOf(this.view.lonDeg) - ((this.view.lonDeg + 180) / 360) * width;
    for (const shift of [-width, 0, width]) this.ink.drawImage(picture, left + shift, top, width, width / 2);
    this.drawCalls += 3;
  }

  private drawNight(nowMs: number): void {
    const left = this.view.xOf(this.view.lonDeg) - this.view.mapWidth / 2;
    const yOf = (latDeg: number): number => this.view.yOf(latDeg);
    drawNight(this.ink, nowMs, { fromLonDeg: this.view.lonDeg - 180, left, width: this.view.mapWidth, yOf });
    this.drawCalls++;
  }

  /** One stroke for each colour and dash. */
  private drawLinks(): void {
    const { scene } = this.host;
    const { ink, linkLook, pixels } = this;
    const half = this.view.mapWidth / 2;
    const crowded = scene.links > LinksShownMax && this.view.zoom < ZoomForAll;
    for (const group of this.linkGroups) {
      const colour = group >> 2;
      const dash = group & 3;
      if (crowded && (dash === Dashes.whole || dash === Dashes.faint)) continue;
      let any = false;
      for (let i = 0; i < scene.links; i++) {
        if (linkLook[i * 2] !== colour || (linkLook[i * 2 + 1]! & 7) !== dash) continue;
        if (linkLook[i * 2 + 1]! & SelectedLinkBit) continue;
        const a = scene.linkA[i]! * 2;
        const b = scene.linkB[i]! * 2;
        // A link over the edge of the map would go all across it.
        if (Math.abs(pixels[a]! - pixels[b]!) > half) continue;
        if (!any) ink.beginPath();
        any = true;
        ink.moveTo(pixels[a]!, pixels[a + 1]!);
        ink.lineTo(pixels[b]!, pixels[b + 1]!);
      }
      if (!any) continue;
      ink.strokeStyle = this.palette[colour]!;
      ink.globalAlpha = dash === Dashes.whole ? 0.28 : dash === Dashes.faint ? 0.16 : 0.9;
      ink.lineWidth = dash === Dashes.whole ? 0.8 : 1.1;
      ink.setLineDash(DashPatterns[dash]!);
      ink.stroke();
      this.drawCalls++;
    }
    ink.setLineDash([]);
    ink.globalAlpha = 1;
    this.drawChosenLink(half);
  }

  private drawChosenLink(half: number): void {
    const { scene } = this.host;
    const id = this.marks.link;
    if (id < 0 || id >= scene.links) return;
    this.line(scene.linkA[id]!, scene.linkB[id]!, half, colourOf('route'), 3);
  }

  private line(from: number, to: number, half: number, colour: string, width: number): void {
    const { ink, pixels } = this;
    if (Math.abs(pixels[from * 2]! - pixels[to * 2]!) > half) return;
    ink.strokeStyle = colour;
    ink.lineWidth = width;
    ink.beginPath();
    ink.moveTo(pixels[from * 2]!, pixels[from * 2 + 1]!);
    ink.lineTo(pixels[to * 2]!, pixels[to * 2 + 1]!);
    ink.stroke();
    this.drawCalls++;
  }

  /** Two strokes: the selected stream's ways over all others. */
  private drawRoutes(): void {
    const { ink, pixels, segmentData } = this;
    const half = this.view.mapWidth / 2;
    ink.lineCap = 'round';
    ink.strokeStyle = colourOf('route');
    for (const main of [0, 1]) {
      ink.beginPath();
      for (let k = 0; k < this.segments * 4; k += 4) {
        const a = segmentData[k]! * 2;
        const b = segmentData[k + 1]! * 2;
        if (segmentData[k + 3] !== main || Math.abs(pixels[a]! - pixels[b]!) > half) continue;
        ink.moveTo(pixels[a]!, pixels[a + 1]!);
        ink.lineTo(pixels[b]!, pixels[b + 1]!);
      }
      ink.globalAlpha = main ? 1 : 0.72;
      ink.lineWidth = main ? 4 : 2;
      ink.stroke();
    }
    this.drawCalls += 2;
    ink.globalAlpha = 1;
    ink.lineCap = 'butt';
  }

  private drawNodes(): void {
    const { ink, nodeLook, pixels } = this;
    const satellites = this.host.scene.satellites;
    const large = this.look.colourBy === 'state' ? 1 : 1.7;
    const dot = (this.nodeCount > 2000 ? 1.4 * Math.sqrt(this.view.zoom) : 2.8) * large;
    for (let colour = 0; colour < PaletteSize; colour++) {
      ink.beginPath();
      for (let i = 0; i < satellites; i++) {
        if (nodeLook[i * 2] !== colour || nodeLook[i * 2 + 1] !== Shapes.dot) continue;
        ink.rect(pixels[i * 2]! - dot / 2, pixels[i * 2 + 1]! - dot / 2, dot, dot);
      }
      ink.fillStyle = this.palette[colour]!;
      ink.fill();
    }
    const sites = this.look.layers.includes('sites');
    for (let i = 0; i < this.nodeCount; i++) {
      const look = nodeLook[i * 2 + 1]!;
      if (i >= satellites ? !sites : look === Shapes.dot) continue;
      drawShape(ink, look, pixels[i * 2]!, pixels[i * 2 + 1]!, this.palette[nodeLook[i * 2]!]!);
    }
    this.drawCalls += 2;
  }

  private pickAt(x: number, y: number, reach: number): number | null {
    const sites = this.look.layers.includes('sites');
    const count = sites ? this.nodeCount : this.host.scene.satellites;
    let best = -1;
    let bestD = reach * reach;
    for (let i = 0; i < count; i++) {
      const d = (this.pixels[i * 2]! - x) ** 2 + (this.pixels[i * 2 + 1]! - y) ** 2;
      if (d < bestD) [best, bestD] = [i, d];
    }
    return best < 0 ? null : best;
  }

  stats(): GlobeStats {
    return {
      kind: this.kind, frames: this.times.count, scriptP50Ms: this.times.quantile(0.5),
      scriptP95Ms: this.times.quantile(0.95), drawCalls: this.drawCalls, software: true,
      width: this.canvas.width, height: this.canvas.height, nodes: this.nodeCount, links: this.host.scene.links,
    };
  }

  dispose(): void {
    this.disposed = true;
    cancelAnimationFrame(this.request);
    clearTimeout(this.timer);
    this.abort.abort();
    this.stopGestures();
    this.sizes.disconnect();
    this.canvas.remove();
  }
}
