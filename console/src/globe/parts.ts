/** What the globe is made of for WebGL: textures, materials, and the objects that are drawn with them. */

import {
  BackSide, BufferAttribute, BufferGeometry, DoubleSide, FloatType, GLSL3, LineSegments, Mesh, NearestFilter,
  NoBlending, Points, RawShaderMaterial, RGBAFormat, Scene as Stage, SphereGeometry, Vector2, Vector3,
  WebGLRenderTarget,
} from 'three';
import type { CanvasTexture, IUniform, Object3D } from 'three';
import { theme } from '../model/store';
import { colourOf, rgbOf } from '../ui/colours';
import type { ColourName } from '../ui/colours';
import type { GlobeCamera } from './camera';
import { land } from './land';
import { paletteRgb, PaletteSize, SegmentsMax } from './looks';
import * as glsl from './shaders';
import {
  bytePairs, colour, counted, floatTexture, landPicture, shortPairs, shortQuads, shortSingles,
} from './textures';

const { RowNodes, RowLinks } = glsl;
const LandWidth = 2048;
const LandWidthSoftware = 1024;

type Uniforms = Record<string, IUniform>;
type Part = Object3D & { geometry: BufferGeometry; material: RawShaderMaterial };

export class GlobeParts {
  readonly stage = new Stage();
  readonly pass = new Stage();
  target = new WebGLRenderTarget(1, 1);
  elements = floatTexture(3, 1);
  nodeLook = bytePairs(RowNodes, 1);
  linkEnds = shortPairs(RowLinks, 1);
  linkLook = bytePairs(RowLinks, 1);
  orbitIds = shortSingles(RowNodes, 1);
  readonly segmentData = shortQuads(RowLinks, SegmentsMax / RowLinks);
  landTexture: CanvasTexture | null = null;

  /** Values every material shares by reference, so that a frame sets each once. */
  readonly shared: ReturnType<GlobeParts['sharedValues']>;
  readonly materials: Record<string, RawShaderMaterial>;
  readonly objects: Record<string, Part>;

  constructor(
    view: GlobeCamera,
    private readonly software: boolean,
  ) {
    this.shared = this.sharedValues(view);
    this.materials = this.makeMaterials();
    this.objects = this.makeObjects();
  }

  private sharedValues(view: GlobeCamera) {
    return {
      uViewProjection: { value: view.viewProjection },
      uEye: { value: view.eye },
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
  }

  private uniform(more: Uniforms, ...names: (keyof GlobeParts['shared'])[]): Uniforms {
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

  private makeObjects(): GlobeParts['objects'] {
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

  /** Takes the colours of the theme over. */
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
    this.landTexture ??= landPicture(this.software ? LandWidthSoftware : LandWidth);
    this.materials.earth!.uniforms.uLand!.value = this.landTexture;
  }

  /** Other textures, for so many rows of nodes. */
  resizeNodes(rows: number): void {
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
    this.shared.uElements.value = this.elements;
    this.shared.uPositions.value = this.target.texture;
    this.materials.nodes!.uniforms.uLook!.value = this.nodeLook;
    this.materials.orbits!.uniforms.uOrbits!.value = this.orbitIds;
  }

  /** Other textures, for so many rows of links. */
  resizeLinks(rows: number): void {
    this.linkEnds.dispose();
    this.linkLook.dispose();
    this.linkEnds = shortPairs(RowLinks, rows);
    this.linkLook = bytePairs(RowLinks, rows);
    this.materials.links!.uniforms.uEnds!.value = this.linkEnds;
    this.materials.links!.uniforms.uLook!.value = this.linkLook;
  }

  dispose(): void {
    for (const object of Object.values(this.objects)) object.geometry.dispose();
    for (const material of Object.values(this.materials)) material.dispose();
    for (const texture of [this.elements, this.nodeLook, this.linkEnds, this.linkLook, this.orbitIds, this.segmentData]) {
      texture.dispose();
    }
    this.landTexture?.dispose();
    this.target.dispose();
  }
}
