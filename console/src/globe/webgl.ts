/**
 * The globe in WebGL 2. Positions of all nodes are computed on the GPU into one float texture; nodes, links,
 * routes and orbits are drawn by index into it, in nine draw calls at most. It draws on demand: when
 * something changed or moves.
 */

import { Vector2, WebGLRenderer } from 'three';
import { EarthRadiusKm, gmst, sunDirection } from '../model/orbit';
import { Changed } from '../model/scene';
import { theme } from '../model/store';
import type { CatalogueNode } from '../wire/types';
import { GlobeCamera } from './camera';
import { listenForGestures } from './gestures';
import { ScriptTimes } from './globe';
import type { Globe, GlobeHost, GlobeLook, GlobeMarks, GlobeStats, Insets } from './globe';
import { GlobeParts } from './parts';
import { Positions } from './positions';
import { isSoftware } from './probe';
import { Upload } from './upload';

const FastMs = 33;
const SlowSoftwareMs = 120;
const IdleMaxMs = 1000;
const IdleMaxSoftwareMs = 2500;
const FlowMs = 50;
/** What frames of the network bring is drawn at most so often. */
const NewsMs = 100;
const NewsSoftwareMs = 450;
/** The globe goes on at full speed for so long after a hand has left it. */
const HandsMs = 350;

export class WebglGlobe implements Globe {
  readonly kind = 'webgl';
  readonly element: HTMLElement;
  readonly software: boolean;
  private readonly canvas: HTMLCanvasElement;
  private readonly renderer: WebGLRenderer;
  private readonly view = new GlobeCamera();
  private readonly times = new ScriptTimes();
  private readonly positions: Positions;
  private readonly parts: GlobeParts;
  private readonly upload: Upload;
  private readonly abort = new AbortController();
  private readonly stopGestures: () => void;
  private readonly sizes: ResizeObserver;

  private following = false;
  private isLost = false;
  private drawCalls = 0;
  private timer = 0;
  private timerDue = 0;
  private lastDrawMs = 0;
  private lastScriptMs = 0;
  private request = 0;
  private handsUntil = 0;

  private readonly sun: [number, number, number] = [1, 0, 0];
  private readonly place = new Float32Array(3);

  constructor(
    private readonly host: GlobeHost,
    container: HTMLElement,
  ) {
    this.software = isSoftware();
    this.canvas = document.createElement('canvas');
    this.canvas.className = 'globe-canvas';
    this.canvas.setAttribute('aria-hidden', 'true');
    this.renderer = new WebGLRenderer({
      canvas: this.canvas, antialias: !this.software, alpha: true, powerPreference: 'high-performance',
      failIfMajorPerformanceCaveat: false,
    });
    if (!this.renderer.extensions.has('EXT_color_buffer_float')) {
      this.renderer.dispose();
      throw new Error('WebGL cannot draw into float textures here.');
    }
    this.renderer.info.autoReset = false;
    this.renderer.autoClear = true;
    this.renderer.setClearColor(0x000000, 0);
    this.renderer.setPixelRatio(this.software ? 1 : Math.min(2, window.devicePixelRatio));
    this.element = container;
    container.append(this.canvas);
    this.positions = new Positions(host.scene);
    this.parts = new GlobeParts(this.view, this.software);
    this.upload = new Upload(host.scene, this.parts, this.positions);
    this.recolour();
    this.stopGestures = this.listen();
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(container);
    this.resize();
  }

  private listen(): () => void {
    const { canvas, abort } = this;
    canvas.addEventListener(
      'webglcontextlost',
      () => {
        this.isLost = true;
        this.host.lost();
      },
      { signal: abort.signal },
    );
    document.addEventListener('visibilitychange', () => this.refresh(), { signal: abort.signal });
    return listenForGestures(this.element, {
      drag: (dx, dy) => {
        const perPixel = 57.3 / this.view.pixelsPerRadius / Math.max(1, this.view.distance / (this.view.distance - 0.6));
        this.hands();
        this.turn(-dx * perPixel, dy * perPixel);
      },
      zoomBy: (factor) => {
        this.hands();
        this.zoomBy(factor);
      },
      pick: (x, y, double) => this.host.picked(this.pickAt(x, y, 12), double),
      hover: (x, y) => this.host.hovered(this.pickAt(x, y, 9), x, y),
      leave: () => this.host.hovered(null, 0, 0),
      arrow: (dx, dy) => {
        const step = 8 / Math.sqrt(this.view.zoom);
        this.turn(dx * step, dy * step);
      },
      reset: () => this.reset(),
    });
  }

  private hands(): void {
    this.handsUntil = performance.now() + HandsMs;
  }

  private pickAt(x: number, y: number, reach: number): number | null {
    const xyz = this.positions.at(this.host.nowMs(), 1500);
    const sites = this.upload.look.layers.includes('sites');
    const count = sites ? this.upload.nodeCount : this.host.scene.satellites;
    const found = this.view.pick(xyz, count, x, y, reach);
    return found < 0 ? null : found;
  }

  private resize(): void {
    const { clientWidth, clientHeight } = this.element;
    if (clientWidth === 0 || clientHeight === 0) return;
    this.renderer.setSize(clientWidth, clientHeight, false);
    this.view.resize(clientWidth, clientHeight);
    const ratio = this.renderer.getPixelRatio();
    this.parts.shared.uScale.value = ratio;
    (this.parts.materials.routes!.uniforms.uViewport!.value as Vector2).set(clientWidth * ratio, clientHeight * ratio);
    // A canvas whose size is set is empty until it is drawn: at once, not at the next chance.
    this.draw();
    this.refresh();
  }

  setNodes(nodes: readonly CatalogueNode[]): void {
    this.upload.setNodes(nodes);
    this.update(Changed.Ephemeris | Changed.Nodes);
  }

  update(changed: number): void {
    this.upload.pending |= changed;
    const every = Math.max(this.software ? NewsSoftwareMs : NewsMs, this.lastScriptMs * 4);
    const wait = every - (performance.now() - this.lastDrawMs);
    if (wait <= 0 || this.isBusy()) this.refresh();
    else this.refreshIn(wait);
  }

  setLook(look: GlobeLook): void {
    this.upload.setLook(look);
    this.refresh();
  }

  setMarks(marks: GlobeMarks): void {
    this.upload.setMarks(marks);
    this.refresh();
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
    if (!this.positions.ofNode(id, this.host.nowMs(), this.place)) return;
    const [x, y, z] = this.place as unknown as [number, number, number];
    const lon = (Math.atan2(y, x) * 180) / Math.PI;
    const lat = (Math.atan2(z, Math.hypot(x, y)) * 180) / Math.PI;
    this.view.flyTo(lon, lat, performance.now(), this.upload.look.reducedMotion || this.following);
    this.refresh();
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
    this.view.zoom = 1;
    this.view.flyTo(10, 24, performance.now(), this.upload.look.reducedMotion);
    this.refresh();
  }

  recolour(): void {
    this.parts.recolour();
    this.upload.pending |= Changed.Nodes | Changed.LinkState;
    this.refresh();
  }

  /** Asks for a frame, as soon as the last one allows. */
  refresh(): void {
    if (this.request !== 0 || this.isLost || document.hidden) return;
    clearTimeout(this.timer);
    this.timer = 0;
    this.request = requestAnimationFrame(this.onFrame);
  }

  private readonly onFrame = (): void => {
    this.request = 0;
    this.draw();
    // A machine that is behind gets room to breathe: drawing takes a fifth of the time at most.
    const delay = Math.max(this.nextDelay(), this.isBusy() ? this.lastScriptMs : this.lastScriptMs * 4);
    if (delay !== Number.POSITIVE_INFINITY) this.refreshIn(delay);
  };

  /** A frame after so long, unless one is due sooner. */
  private refreshIn(ms: number): void {
    const due = performance.now() + ms;
    if (this.request !== 0 || (this.timer !== 0 && this.timerDue <= due)) return;
    clearTimeout(this.timer);
    this.timerDue = due;
    this.timer = window.setTimeout(this.onTimer, ms);
  }

  private isBusy(): boolean {
    return performance.now() < this.handsUntil || this.view.flying;
  }

  private readonly onTimer = (): void => {
    this.timer = 0;
    this.refresh();
  };

  /** How long nothing on the screen moves by as much as a pixel. */
  private nextDelay(): number {
    if (this.isBusy()) return this.software ? SlowSoftwareMs / 2 : FastMs / 2;
    const flows = this.upload.segments > 0 && this.upload.marks.stream >= 0 && !this.upload.look.reducedMotion && !this.software;
    const rate = Math.abs(this.host.rate());
    if (rate === 0) return flows ? FlowMs : Number.POSITIVE_INFINITY;
    const pixelsPerS = (7.6 / EarthRadiusKm) * this.view.pixelsPerRadius * rate;
    const floor = this.software ? SlowSoftwareMs : FastMs;
    const most = this.software ? IdleMaxSoftwareMs : IdleMaxMs;
    const delay = Math.min(most, Math.max(floor, 700 / pixelsPerS));
    return flows ? Math.min(FlowMs, delay) : delay;
  }

  private draw(): void {
    if (this.isLost || this.element.clientWidth === 0) return;
    const start = performance.now();
    this.lastDrawMs = start;
    this.upload.take();
    const nowMs = this.host.nowMs();
    if (this.following && this.positions.ofNode(this.upload.marks.node, nowMs, this.place)) this.followPlace();
    this.view.settle(start);
    this.setFrameUniforms(nowMs, start);
    const { renderer } = this;
    renderer.info.reset();
    if (this.upload.nodeCount > 0) {
      renderer.setRenderTarget(this.parts.target);
      renderer.render(this.parts.pass, this.view.camera);
    }
    renderer.setRenderTarget(null);
    renderer.render(this.parts.stage, this.view.camera);
    this.drawCalls = renderer.info.render.calls;
    this.lastScriptMs = performance.now() - start;
    this.times.note(this.lastScriptMs);
  }

  private followPlace(): void {
    const x = this.place[0]!;
    const y = this.place[1]!;
    const lat = (Math.atan2(this.place[2]!, Math.hypot(x, y)) * 180) / Math.PI;
    this.view.flyTo((Math.atan2(y, x) * 180) / Math.PI, lat, 0, true);
  }

  private setFrameUniforms(nowMs: number, wallMs: number): void {
    const { shared, materials, objects } = this.parts;
    const { look, segments, nodeCount } = this.upload;
    const angle = gmst(nowMs);
    shared.uDt.value = (nowMs - this.host.scene.epochMs) / 1000;
    shared.uTurn.value.set(Math.cos(angle), Math.sin(angle));
    sunDirection(nowMs, this.sun);
    shared.uSun.value.set(this.sun[0], this.sun[1], this.sun[2]);
    shared.uStale.value = look.stale ? 1 : 0;
    materials.earth!.uniforms.uDay!.value = look.layers.includes('day') ? 1 : 0;
    materials.nodes!.uniforms.uShowSites!.value = look.layers.includes('sites') ? 1 : 0;
    materials.nodes!.uniforms.uSatellites!.value = this.host.scene.satellites;
    const few = this.host.scene.satellites < 2000 ? 1.4 : 1;
    // Where colours tell what belongs together, dots are large enough to show them.
    const large = look.colourBy === 'state' ? 1 : 1.7;
    materials.nodes!.uniforms.uDot!.value = Math.min(9, 2.6 * few * large * Math.sqrt(Math.max(1, this.view.zoom * 0.8)));
    // The more links there are, the fainter those that work: the Earth stays to be seen under them.
    const crowd = Math.min(1, this.host.scene.links / 20_000);
    const faint = theme.peek() === 'light' ? 0.42 - 0.2 * crowd : 0.4 - 0.24 * crowd;
    materials.links!.uniforms.uFaint!.value = Math.min(0.6, faint * Math.sqrt(Math.max(1, this.view.zoom)));
    materials.routes!.uniforms.uFlow!.value = look.reducedMotion ? 0 : (wallMs * 0.0012) % 1;
    objects.links!.visible = look.layers.includes('links') && this.host.scene.links > 0;
    objects.nodes!.visible = nodeCount > 0;
    objects.routes!.visible = segments > 0;
  }

  stats(): GlobeStats {
    return {
      kind: this.kind, frames: this.times.count, scriptP50Ms: this.times.quantile(0.5),
      scriptP95Ms: this.times.quantile(0.95), drawCalls: this.drawCalls, software: this.software,
      width: this.canvas.width, height: this.canvas.height, nodes: this.upload.nodeCount, links: this.host.scene.links,
    };
  }

  dispose(): void {
    cancelAnimationFrame(this.request);
    clearTimeout(this.timer);
    this.request = -1;
    this.isLost = true;
    this.abort.abort();
    this.stopGestures();
    this.sizes.disconnect();
    this.parts.dispose();
    this.renderer.dispose();
    this.renderer.forceContextLoss();
    this.canvas.remove();
  }
}
