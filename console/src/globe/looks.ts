/**
 * How nodes and links look: a colour of the palette and a shape, as bytes for the shader and for the map. One
 * place, so that globe and map cannot differ.
 */

import { DrillBit, PlannedBit, plainState, UnknownLoad, VacantKind } from '../model/scene';
import type { Scene } from '../model/scene';
import type { ColourBy } from '../model/url';
import { colourOf, rgbOf } from '../ui/colours';
import type { ColourName } from '../ui/colours';
import type { CatalogueNode } from '../wire/types';

export const Shapes = { dot: 0, triangle: 1, diamond: 2, ring: 3, square: 4, hidden: 7 } as const;
/** Added to a shape: the node is selected, or named by the selected incident. */
export const SelectedBit = 8;
export const NamedBit = 16;

/** Dashes of links: whole, dashed, with a gap, faint. */
export const Dashes = { whole: 0, dashed: 1, gap: 2, faint: 3, hidden: 7 } as const;
/** Added to a dash: the link is selected. */
export const SelectedLinkBit = 8;

export const PaletteSize = 40;
const Named: readonly ColourName[] = ['up', 'good', 'risk', 'down', 'drill', 'plan', 'idle', 'route', 'text'];
const Index = { up: 0, good: 1, risk: 2, down: 3, drill: 4, plan: 5, idle: 6, route: 7, text: 8 } as const;
const RampFrom = 9;
const RampSteps = 7;
const GroupsFrom = 16;
export const GroupCount = 8;
const ShadesFrom = 24;
const ShadeCount = 16;

/**
 * Cold to hot, and groups apart from each other for those who see few colours; for dark and for light ground.
 */
export const Ramps = {
  dark: ['#3b5b8c', '#3f80b8', '#56b4e9', '#8fd0a8', '#f0e442', '#e69f00', '#ff7f50'],
  light: ['#9db4cc', '#5f93bd', '#0072b2', '#00745a', '#8f7a00', '#8f5a00', '#b33c00'],
};
export const Groups = {
  dark: ['#56b4e9', '#e69f00', '#00c08b', '#f0e442', '#cc79a7', '#9db1ff', '#ff7f50', '#a9b8cc'],
  light: ['#0072b2', '#8f5a00', '#00745a', '#7a6a00', '#94406f', '#4a4fc4', '#b33c00', '#4a5a6d'],
};

/** From the first plane to the last, where there are more planes than groups: what lies side by side looks alike. */
const ShadeStops = {
  dark: ['#7a8cff', '#56b4e9', '#00c08b', '#f0e442', '#ff9f6b', '#e58ac0'],
  light: ['#3d45c0', '#0072b2', '#00745a', '#7a6a00', '#b33c00', '#94406f'],
};

export function shadesOf(theme: 'dark' | 'light'): string[] {
  const stops = ShadeStops[theme];
  return Array.from({ length: ShadeCount }, (_, i) => {
    const at = (i / (ShadeCount - 1)) * (stops.length - 1);
    const from = Math.min(stops.length - 2, Math.floor(at));
    return mixed(stops[from]!, stops[from + 1]!, at - from);
  });
}

function mixed(from: string, to: string, by: number): string {
  const end = rgbOf(to);
  const parts = rgbOf(from).map((part, i) => Math.round((part + (end[i]! - part) * by) * 255));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

export function paletteHex(theme: 'dark' | 'light'): string[] {
  return [...Named.map((name) => colourOf(name)), ...Ramps[theme], ...Groups[theme], ...shadesOf(theme)];
}

export function paletteRgb(theme: 'dark' | 'light', into: Float32Array): void {
  paletteHex(theme).forEach((hex, i) => into.set(rgbOf(hex), i * 3));
}

/** Two bytes a node: colour and shape. */
export function lookNodes(
  scene: Scene,
  nodes: readonly CatalogueNode[],
  owners: ReadonlyMap<string, number>,
  colourBy: ColourBy,
  loads: Uint8Array,
  into: Uint8Array,
): void {
  const count = Math.max(scene.satellites, nodes.length);
  const groups = { owners, planes: colourBy === 'plane' ? planesOf(nodes) : 0 };
  for (let i = 0; i < count; i++) {
    const node = nodes[i];
    const ground = i >= scene.satellites;
    const state = scene.nodeState[i] ?? 0;
    into[i * 2] = nodeColour(node, state, colourBy, groups, loads[i] ?? UnknownLoad);
    into[i * 2 + 1] = nodeShape(state, ground);
  }
}

function nodeShape(state: number, ground: boolean): number {
  if (state & DrillBit) return Shapes.ring;
  switch (plainState(state)) {
    case 0:
      return ground ? Shapes.square : Shapes.dot;
    case 1:
      return Shapes.triangle;
    case 2:
    case 3:
      return Shapes.diamond;
    default:
      return Shapes.dot;
  }
}

function nodeColour(
  node: CatalogueNode | undefined,
  state: number,
  colourBy: ColourBy,
  groups: { owners: ReadonlyMap<string, number>; planes: number },
  load: number,
): number {
  // What is broken keeps its colour, whatever the others are coloured by.
  const plain = plainState(state);
  if (state & DrillBit) return Index.drill;
  if (plain === 2 || plain === 3) return state & PlannedBit ? Index.plan : Index.down;
  if (colourBy === 'load') return rampColour(load);
  if (colourBy === 'plane') return !node || node.plane < 0 ? Index.text : planeColour(node.plane, groups.planes);
  if (colourBy === 'owner') return GroupsFrom + (groups.owners.get(node?.vendor ?? '') ?? GroupCount - 1);
  if (plain === 4) return Index.idle;
  if (plain === 1) return Index.risk;
  return node && node.kind !== 'satellite' ? Index.good : Index.up;
}

function planeColour(plane: number, planes: number): number {
  if (planes <= GroupCount) return GroupsFrom + plane;
  return ShadesFrom + Math.min(ShadeCount - 1, Math.floor((plane / planes) * ShadeCount));
}

/** Planes by number, the highest and one. */
export function planesOf(nodes: readonly CatalogueNode[]): number {
  let last = -1;
  for (const node of nodes) last = Math.max(last, node.plane);
  return last + 1;
}

function rampColour(load: number): number {
  return load === UnknownLoad ? Index.idle : RampFrom + Math.min(RampSteps - 1, Math.floor((load / 251) * RampSteps));
}

/** Owners in the order they are met; those beyond the groups share the last colour. */
export function ownersOf(nodes: readonly CatalogueNode[]): Map<string, number> {
  const owners = new Map<string, number>();
  for (const node of nodes) {
    if (node.vendor && !owners.has(node.vendor)) owners.set(node.vendor, Math.min(owners.size, GroupCount - 1));
  }
  return owners;
}

/** The busiest link of each node, for colour by load. */
export function nodeLoads(scene: Scene, into: Uint8Array): void {
  into.fill(UnknownLoad);
  for (let i = 0; i < scene.links; i++) {
    const load = scene.linkLoad[i]!;
    if (load === UnknownLoad || scene.linkKind[i] === VacantKind) continue;
    raise(into, scene.linkA[i]!, load);
    raise(into, scene.linkB[i]!, load);
  }
}

function raise(loads: Uint8Array, node: number, load: number): void {
  if (node < loads.length && (loads[node] === UnknownLoad || loads[node]! < load)) loads[node] = load;
}

/** Two bytes a link: colour and dash. */
export function lookLinks(scene: Scene, colourBy: ColourBy, selected: number, into: Uint8Array): void {
  for (let i = 0; i < scene.links; i++) {
    const state = scene.linkState[i]!;
    const plain = plainState(state);
    const kind = scene.linkKind[i]!;
    let colour: number = Index.up;
    let dash: number = Dashes.whole;
    if (kind === VacantKind) dash = Dashes.hidden;
    else if (state & DrillBit) [colour, dash] = [Index.drill, Dashes.gap];
    else if (plain === 2) [colour, dash] = [state & PlannedBit ? Index.plan : Index.down, Dashes.gap];
    else if (plain === 1) [colour, dash] = [Index.risk, Dashes.dashed];
    else if (plain >= 3) [colour, dash] = [Index.idle, Dashes.dashed];
    else if (kind === 3) [colour, dash] = [Index.idle, Dashes.faint];
    if (colourBy === 'load' && plain === 0 && kind !== VacantKind) colour = rampColour(scene.linkLoad[i]!);
    into[i * 2] = colour;
    into[i * 2 + 1] = dash | (i === selected ? SelectedLinkBit : 0);
  }
}

/** Routes besides those that are picked out: more of them cover what they lie on. */
export const RoutesShownMax = 16;

/** Segments of the routes shown: node, node, place along the way, 1 for the selected stream. */
export const SegmentsMax = 8192;

export function routeSegments(
  scene: Scene,
  selected: number,
  pinned: readonly number[],
  all: boolean,
  into: Uint16Array,
): number {
  let count = 0;
  let others = 0;
  for (const [stream, ways] of scene.routes) {
    const main = stream === selected;
    if (!main && !pinned.includes(stream) && (!all || others++ >= RoutesShownMax)) continue;
    for (const way of ways) {
      for (let hop = 1; way && hop < way.length && count < SegmentsMax; hop++, count++) {
        into[count * 4] = way[hop - 1]!;
        into[count * 4 + 1] = way[hop]!;
        into[count * 4 + 2] = hop - 1;
        into[count * 4 + 3] = main ? 1 : 0;
      }
    }
  }
  return count;
}
