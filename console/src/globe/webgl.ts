/**
 * The globe in WebGL 2. Positions of all nodes are computed on the GPU into one float texture; nodes, links, routes and
 * orbits are drawn by index into it, in eight draw calls. It draws on demand: when something changed or moves.
 */

import {
  BackSide, BufferAttribute, BufferGeometry, DoubleSide, FloatType, GLSL3, LineSegments, Mesh, NearestFilter,
  NoBlending, Points, RawShaderMaterial, RGBAFormat, Scene as Stage, SphereGeometry, Vector2, Vector3, WebGLRenderer,
  WebGLRenderTarget,
} from 'three';
import type { CanvasTexture, IUniform, Object3D } from 'three';
import { EarthRadiusKm, gmst, sunDirection } from '../model/orbit';
import { Changed } from '../model/scene';
import { theme } from '../model/store';
import { colourOf, rgbOf } from '../ui/colours';
import type { ColourName } from '../ui/colours';
import type { CatalogueNode } from '../wire/types';
import { GlobeCamera } from './camera';
import { listenForGestures } from './gestures';
import { ScriptTimes } from './globe';
import type { Globe, GlobeHost, GlobeLook, GlobeMarks, GlobeStats, Insets } from './globe';
import { land } from './land';
import {
  lookLinks, lookNodes, NamedBit, nodeLoads, ownersOf, paletteRgb, PaletteSize, routeSegments, SegmentsMax, SelectedBit,
} from './looks';
import { Positions } from './positions';
import { isSoftware } from './probe';
import * as glsl from './shaders';
import {
  bytePairs, colour, counted, fillElements, floatTexture, landPicture, shortPairs, shortQuads, shortSingles,
} from './textures';

const { RowNodes, RowLinks } = glsl;
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

type Uniforms = Record<string, IUniform>;

export class WebglGlobe implements Globe {
  readonly kind = 'webgl';
  readonly element: HTMLElement;
  readonly software: boolean;
  private readonly canvas: HTMLCanvasElement;
  private readonly renderer: WebGLRenderer;
  private readonly view = new GlobeCamera();
  private readonly stage = new Stage();
  private readonly pass = new Stage();
  private readonly times = new ScriptTimes();
  private readonly positions: Positions;
  private readonly abort = new AbortController();
  private readonly stopGestures: () => void;
  private readonly sizes: ResizeObserver;

  private nodes: readonly CatalogueNode[] = [];
  private owners: ReadonlyMap<string, number> = new Map();
  private look: GlobeLook = { layers: [], colourBy: 'state', stale: false, reducedMotion: false };
  private marks: GlobeMarks = { node: -1, link: -1, stream: -1, pinned: [], incident: [] };
  private pending = 0;
  private following = false;
  private isLost = false;
  private drawCalls = 0;
  private timer = 0;
  private timerDue = 0;
  private lastDrawMs = 0;
  private request = 0;
  private handsUntil = 0;
  private segments = 0;
  private nodeCount = 0;

  private target = new WebGLRenderTarget(1, 1);
  private elements = floatTexture(3, 1);
  private nodeLook = bytePairs(RowNodes, 1);
  private linkEnds = shortPairs(RowLinks, 1);
  private linkLook = bytePairs(RowLinks, 1);
  private orbitIds = shortSingles(RowNodes, 1);
  private readonly segmentData = shortQuads(RowLinks, SegmentsMax / RowLinks);
  private loads = new Uint8Array(0);
  private landTexture: CanvasTexture | null = null;

  /** Values every material shares by reference, so that a frame sets each once. */
  private readonly shared = {
    uViewProjection: { value: this.view.viewProjection },
    uEye: { value: this.view.eye },
    uPositions: { value: this.target.texture },
    uElements: { value: this.elements },
    uDt: { value: 0 },
    uTurn: { value: new Vector2(1, 0) },
    uStale: { value: 0 },
    uPalette: { value: new Float32Array(PaletteSize * 3) },
    uScale: { value: 1 },
    uSun: { value: new Vector3(1, 0, 0) },
    uOutline: { value: new Vector3() },
    uGlow: { value: new Vector3() },
  };
  private readonly materials: Record<string, RawShaderMaterial>;
  private readonly objects: Record<string, Object3D & { geometry: BufferGeometry; material: RawShaderMaterial }>;
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
    this.materials = this.makeMaterials();
    this.objects = this.makeObjects();
    this.recolour();
    this.stopGestures = this.listen();
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(container);
    this.resize();
  }

  private uniform(more: Uniforms, ...names: (keyof WebglGlobe['shared'])[]): Uniforms {
    for (const name of names) more[name] = this.shared[name];
    return more;
  }

  private makeMaterials(): Record<string, RawShaderMaterial> {
    const make = (vertexShader: string, fragmentShader: string, uniforms: Uniforms, extra: object = {}) =>
      new RawShaderMaterial({
        vertexShader, fragmentShader, uniforms, glslVersion: GLSL3, transparent: true, depthWrite: false, ...extra,
      });
    return {
      pass: make(glsl.passVertex, glsl.positionsFragment, this.uniform({}, 'uElements', 'uDt', 'uTurn'), {
        transparent: false, depthTest: false, blending: NoBlending,
      }),
      earth: make(
        glsl.earthVertex, glsl.earthFragment,
        this.uniform(
          { uLand: { value: null }, uOcean: colour(), uLandColour: colour(), uNight: colour(), uLines: colour(),
            uDay: { value: 1 } },
          'uViewProjection', 'uEye', 'uSun', 'uStale', 'uGlow',
        ),
        { transparent: false, depthWrite: true },
      ),
      halo: make(
        glsl.haloVertex, glsl.haloFragment,
        this.uniform({ uStrength: { value: 0.5 } }, 'uViewProjection', 'uEye', 'uGlow', 'uStale'), { side: BackSide },
      ),
      coast: make(
        glsl.coastVertex, glsl.coastFragment, this.uniform({ uColour: colour() }, 'uViewProjection', 'uStale'),
      ),
      links: make(
        glsl.linkVertex, glsl.linkFragment,
        this.uniform(
          { uEnds: { value: this.linkEnds }, uLook: { value: this.linkLook }, uFaint: { value: 0.3 } },
          'uViewProjection', 'uPositions', 'uPalette', 'uStale',
        ),
      ),
      nodes: make(
        glsl.nodeVertex, glsl.nodeFragment,
        this.uniform(
          { uLook: { value: this.nodeLook }, uDot: { value: 3 }, uSatellites: { value: 0 }, uShowSites: { value: 1 },
            uSelected: colour() },
          'uViewProjection', 'uPositions', 'uPalette', 'uScale', 'uOutline', 'uStale',
        ),
      ),
      routes: make(
        glsl.routeVertex, glsl.routeFragment,
        this.uniform(
          { uSegments: { value: this.segmentData }, uViewport: { value: new Vector2(1, 1) }, uColour: colour(),
            uFlow: { value: 0 } },
          'uViewProjection', 'uPositions', 'uScale', 'uOutline', 'uStale',
        ),
        { side: DoubleSide },
      ),
      orbits: make(
        glsl.orbitVertex, glsl.orbitFragment,
        this.uniform(
          { uOrbits: { value: this.orbitIds }, uColour: colour(), uAlpha: { value: 0.4 } },
          'uViewProjection', 'uElements', 'uDt', 'uTurn',
        ),
      ),
    };
  }

  private makeObjects(): WebglGlobe['objects'] {
    const m = this.materials as Record<string, RawShaderMaterial>;
    const sphere = new SphereGeometry(1, 96, 64).rotateX(Math.PI / 2);
    const coast = new BufferGeometry();
    coast.setAttribute('position', new BufferAttribute(land().coast, 3));
    const objects = {
      pass: new Mesh(counted(3), m.pass!),
      halo: new Mesh(sphere, m.halo!),
      earth: new Mesh(sphere, m.earth!),
      coast: new LineSegments(coast, m.coast!),
      orbits: new LineSegments(counted(0), m.orbits!),
      links: new LineSegments(counted(0), m.links!),
      nodes: new Points(counted(0), m.nodes!),
      routes: new Mesh(counted(0), m.routes!),
    };
    Object.values(objects).forEach((object, order) => {
      object.frustumCulled = false;
      object.renderOrder = order;
      object.matrixAutoUpdate = false;
      (object === objects.pass ? this.pass : this.stage).add(object);
    });
    // Routes lie over links and under nodes.
    objects.routes.renderOrder = objects.links.renderOrder + 0.5;
    return objects;
  }

  private listen(): () => void {
    const { canvas, abort } = this;
    canvas.addEventListener(
      'webglcontextlost',
      (event) => {
        event.preventDefault();
        this.isLost = true;
        this.host.lost();
      },
      { signal: abort.signal },
    );
    canvas.addEventListener(
      'webglcontextrestored',
      () => {
        this.isLost = false;
        this.host.restored();
        this.recolour();
        this.update(-1);
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
    const sites = this.look.layers.includes('sites');
    const count = sites ? this.nodeCount : this.host.scene.satellites;
    const found = this.view.pick(xyz, count, x, y, reach);
    return found < 0 ? null : found;
  }

  private resize(): void {
    const { clientWidth, clientHeight } = this.element;
    if (clientWidth === 0 || clientHeight === 0) return;
    this.renderer.setSize(clientWidth, clientHeight, false);
    this.view.resize(clientWidth, clientHeight);
    const ratio = this.renderer.getPixelRatio();
    this.shared.uScale.value = ratio;
    (this.materials.routes!.uniforms.uViewport!.value as Vector2).set(clientWidth * ratio, clientHeight * ratio);
    // A canvas whose size is set is empty until it is drawn: at once, not at the next chance.
    this.draw();
    this.refresh();
  }

  setNodes(nodes: readonly CatalogueNode[]): void {
    this.nodes = nodes;
    this.owners = ownersOf(nodes);
    this.update(Changed.Ephemeris | Changed.Nodes);
  }

  update(changed: number): void {
    this.pending |= changed;
    const wait = (this.software ? NewsSoftwareMs : NewsMs) - (performance.now() - this.lastDrawMs);
    if (wait <= 0 || this.isBusy()) this.refresh();
    else this.refreshIn(wait);
  }

  setLook(look: GlobeLook): void {
    const recolour = look.colourBy !== this.look.colourBy || look.layers !== this.look.layers;
    this.look = look;
    if (recolour) this.pending |= Changed.Nodes | Changed.LinkState | Changed.Routes | Changed.Ephemeris;
    this.refresh();
  }

  setMarks(marks: GlobeMarks): void {
    this.marks = marks;
    this.pending |= Changed.Nodes | Changed.LinkState | Changed.Routes;
    if (!this.look.layers.includes('orbits')) this.pending |= Changed.Ephemeris;
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
    this.view.flyTo(lon, lat, performance.now(), this.look.reducedMotion || this.following);
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
    this.view.flyTo(10, 24, performance.now(), this.look.reducedMotion);
    this.refresh();
  }

  recolour(): void {
    paletteRgb(theme.peek(), this.shared.uPalette.value);
    const set = (material: string, uniform: string, name: ColourName): void => {
      (this.materials[material]!.uniforms[uniform]!.value as Vector3).set(...rgbOf(colourOf(name)));
    };
    set('earth', 'uOcean', 'ocean');
    set('earth', 'uLandColour', 'land');
    set('earth', 'uNight', 'night');
    set('earth', 'uLines', 'graticule');
    set('coast', 'uColour', 'coast');
    set('routes', 'uColour', 'route');
    set('nodes', 'uSelected', 'route');
    set('orbits', 'uColour', 'muted');
    this.shared.uOutline.value.set(...rgbOf(colourOf('page')));
    if (theme.peek() === 'light') this.shared.uOutline.value.set(...rgbOf(colourOf('text')));
    this.shared.uGlow.value.set(...rgbOf(colourOf('glow')));
    this.materials.halo!.uniforms.uStrength!.value = theme.peek() === 'light' ? 0.5 : 0.6;
    this.landTexture ??= landPicture(this.software ? 1024 : 2048);
    this.materials.earth!.uniforms.uLand!.value = this.landTexture;
    this.pending |= Changed.Nodes | Changed.LinkState;
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
    const delay = this.nextDelay();
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
    const flows = this.segments > 0 && this.marks.stream >= 0 && !this.look.reducedMotion && !this.software;
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
    this.takeChanges();
    const nowMs = this.host.nowMs();
    if (this.following && this.positions.ofNode(this.marks.node, nowMs, this.place)) this.followPlace();
    this.view.settle(start);
    this.setFrameUniforms(nowMs, start);
    const { renderer } = this;
    renderer.info.reset();
    if (this.nodeCount > 0) {
      renderer.setRenderTarget(this.target);
      renderer.render(this.pass, this.view.camera);
    }
    renderer.setRenderTarget(null);
    renderer.render(this.stage, this.view.camera);
    this.drawCalls = renderer.info.render.calls;
    this.times.note(performance.now() - start);
  }

  private followPlace(): void {
    const x = this.place[0]!;
    const y = this.place[1]!;
    const lat = (Math.atan2(this.place[2]!, Math.hypot(x, y)) * 180) / Math.PI;
    this.view.flyTo((Math.atan2(y, x) * 180) / Math.PI, lat, 0, true);
  }

  private setFrameUniforms(nowMs: number, wallMs: number): void {
    const { shared, materials, look } = this;
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
    materials.nodes!.uniforms.uDot!.value = Math.min(9, 2.6 * few * Math.sqrt(Math.max(1, this.view.zoom * 0.8)));
    // The more links there are, the fainter those that work: the Earth stays to be seen under them.
    const crowd = Math.min(1, this.host.scene.links / 20_000);
    const faint = theme.peek() === 'light' ? 0.42 - 0.2 * crowd : 0.4 - 0.24 * crowd;
    materials.links!.uniforms.uFaint!.value = Math.min(0.6, faint * Math.sqrt(Math.max(1, this.view.zoom)));
    materials.routes!.uniforms.uFlow!.value = look.reducedMotion ? 0 : (wallMs * 0.0012) % 1;
    this.objects.links!.visible = look.layers.includes('links') && this.host.scene.links > 0;
    this.objects.nodes!.visible = this.nodeCount > 0;
    this.objects.routes!.visible = this.segments > 0;
  }

  /** Takes over what frames have changed since the last drawing; nothing of it happens without a change. */
  private takeChanges(): void {
    const changed = this.pending;
    if (changed === 0) return;
    this.pending = 0;
    const { scene } = this.host;
    if (changed & Changed.Ephemeris) this.takeEphemeris();
    if (changed & Changed.Links) this.takeLinks();
    const byLoad = this.look.colourBy === 'load';
    if (changed & (Changed.Nodes | Changed.Ephemeris) || (byLoad && changed & Changed.Load)) this.takeNodes(byLoad);
    if (changed & (Changed.Links | Changed.LinkState) || (byLoad && changed & Changed.Load)) {
      lookLinks(scene, this.look.colourBy, this.marks.link, this.linkLook.image.data as Uint8Array);
      this.linkLook.needsUpdate = true;
    }
    if (changed & (Changed.Routes | Changed.Ephemeris)) {
      const all = this.look.layers.includes('routes');
      const data = this.segmentData.image.data as Uint16Array;
      this.segments = routeSegments(scene, this.marks.stream, this.marks.pinned, all, data);
      this.objects.routes!.geometry.setDrawRange(0, this.segments * 6);
      if (this.segments > 0) this.segmentData.needsUpdate = true;
    }
  }

  private takeEphemeris(): void {
    const { scene } = this.host;
    this.nodeCount = Math.max(scene.satellites, this.nodes.length);
    const rows = Math.max(1, Math.ceil(this.nodeCount / RowNodes));
    const { width, height } = this.elements.image;
    if (width !== RowNodes * 3 || height !== rows) this.resizeNodes(rows);
    this.positions.setGround(this.nodes);
    fillElements(this.elements.image.data as Float32Array, scene.elements, scene.satellites);
    const data = this.elements.image.data as Float32Array;
    for (let i = scene.satellites; i < this.nodes.length; i++) {
      data.set(this.positions.xyz.subarray(i * 3, i * 3 + 3), i * 12);
      data[i * 12 + 6] = 1;
    }
    this.elements.needsUpdate = true;
    this.objects.nodes!.geometry.setDrawRange(0, this.nodeCount);
    this.takeOrbits();
  }

  private resizeNodes(rows: number): void {
    this.elements.dispose();
    this.nodeLook.dispose();
    this.orbitIds.dispose();
    this.target.dispose();
    this.elements = floatTexture(RowNodes * 3, rows);
    this.nodeLook = bytePairs(RowNodes, rows);
    this.orbitIds = shortSingles(RowNodes, rows);
    this.target = new WebGLRenderTarget(RowNodes, rows, {
      type: FloatType, format: RGBAFormat, minFilter: NearestFilter, magFilter: NearestFilter, depthBuffer: false,
      generateMipmaps: false,
    });
    this.loads = new Uint8Array(RowNodes * rows);
    this.shared.uElements.value = this.elements;
    this.shared.uPositions.value = this.target.texture;
    this.materials.nodes!.uniforms.uLook!.value = this.nodeLook;
    this.materials.orbits!.uniforms.uOrbits!.value = this.orbitIds;
  }

  /** One ring a plane when orbits are wanted, else the ring of the selected satellite. */
  private takeOrbits(): void {
    const data = this.orbitIds.image.data as Uint16Array;
    const all = this.look.layers.includes('orbits');
    let rings = 0;
    if (all) {
      const seen = new Set<number>();
      for (const node of this.nodes) {
        if (node.id >= this.host.scene.satellites || node.plane < 0 || seen.has(node.plane)) continue;
        seen.add(node.plane);
        data[rings++] = node.id;
      }
    } else if (this.marks.node >= 0 && this.marks.node < this.host.scene.satellites) data[rings++] = this.marks.node;
    this.materials.orbits!.uniforms.uAlpha!.value = all ? 0.28 : 0.75;
    this.objects.orbits!.visible = rings > 0;
    this.objects.orbits!.geometry.setDrawRange(0, rings * glsl.OrbitSteps * 2);
    this.orbitIds.needsUpdate = true;
  }

  private takeLinks(): void {
    const { scene } = this.host;
    const rows = Math.max(1, Math.ceil(scene.links / RowLinks));
    if (this.linkEnds.image.height < rows) {
      this.linkEnds.dispose();
      this.linkLook.dispose();
      this.linkEnds = shortPairs(RowLinks, Math.ceil(rows * 1.1));
      this.linkLook = bytePairs(RowLinks, Math.ceil(rows * 1.1));
      this.materials.links!.uniforms.uEnds!.value = this.linkEnds;
      this.materials.links!.uniforms.uLook!.value = this.linkLook;
    }
    const ends = this.linkEnds.image.data as Uint16Array;
    for (let i = 0; i < scene.links; i++) {
      ends[i * 2] = scene.linkA[i]!;
      ends[i * 2 + 1] = scene.linkB[i]!;
    }
    this.linkEnds.needsUpdate = true;
    this.objects.links!.geometry.setDrawRange(0, scene.links * 2);
  }

  private takeNodes(byLoad: boolean): void {
    const data = this.nodeLook.image.data as Uint8Array;
    if (byLoad) nodeLoads(this.host.scene, this.loads);
    lookNodes(this.host.scene, this.nodes, this.owners, this.look.colourBy, this.loads, data);
    for (const id of this.marks.incident) if (id < this.nodeCount) data[id * 2 + 1]! |= NamedBit;
    if (this.marks.node >= 0 && this.marks.node < this.nodeCount) data[this.marks.node * 2 + 1]! |= SelectedBit;
    this.nodeLook.needsUpdate = true;
  }

  stats(): GlobeStats {
    return {
      kind: this.kind, frames: this.times.count, scriptP50Ms: this.times.quantile(0.5),
      scriptP95Ms: this.times.quantile(0.95), drawCalls: this.drawCalls, software: this.software,
      width: this.canvas.width, height: this.canvas.height, nodes: this.nodeCount, links: this.host.scene.links,
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
    for (const object of Object.values(this.objects)) object.geometry.dispose();
    for (const material of Object.values(this.materials)) material.dispose();
    for (const texture of [this.elements, this.nodeLook, this.linkEnds, this.linkLook, this.orbitIds, this.segmentData]) {
      texture.dispose();
    }
    this.landTexture?.dispose();
    this.target.dispose();
    this.renderer.dispose();
    this.renderer.forceContextLoss();
    this.canvas.remove();
  }
}
