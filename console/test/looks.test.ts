import { describe, expect, it } from 'vitest';
import * as encode from '../dev/encode';
import {
  Dashes, GroupCount, Groups, lookLinks, lookNodes, nodeLoads, ownersOf, PaletteSize, Ramps, routeSegments,
  SelectedLinkBit, shadesOf, Shapes,
} from '../src/globe/looks';
import { Scene, UnknownLoad } from '../src/model/scene';
import type { ColourBy } from '../src/model/url';
import type { CatalogueNode } from '../src/wire/types';
import { decodeFrame } from '../src/wire/frames';

const o = { simMs: 0 };
const node = (id: number, kind: string, plane: number, vendor: string): CatalogueNode => ({
  id, name: `n${id}`, kind, plane, slot: 0, group: '', vendor, lat: null, lon: null, altM: null,
});
const nodes = [
  node(0, 'satellite', 0, 'A'), node(1, 'satellite', 1, 'B'), node(2, 'satellite', 2, 'A'), node(3, 'satellite', 3, 'B'),
  node(4, 'satellite', 4, 'A'), node(5, 'site', -1, ''),
];

/** The palette without what only a style sheet knows, which comes first. */
function paletteOf(theme: 'dark' | 'light'): string[] {
  const tail = [...Ramps[theme], ...Groups[theme], ...shadesOf(theme)];
  return [...Array.from({ length: PaletteSize - tail.length }, () => ''), ...tail];
}

function sceneOf(states: number[], links: { state: number; kind?: number }[]): Scene {
  const scene = new Scene();
  const changes = states.map((state, id) => ({ id, state, cause: 0 }));
  const seats = links.map((link, i) => ({ a: i, b: i + 1, kind: link.kind ?? 0, state: link.state, capacity: 1 }));
  for (const bytes of [
    encode.encodeEphemeris(0, new Float32Array(30), o), encode.encodeLinkSet(seats, o), encode.encodeNodeDelta(changes, o),
  ]) {
    scene.apply(decodeFrame(bytes));
  }
  return scene;
}

function nodeLooks(states: number[], by: ColourBy): [number, number][] {
  const scene = sceneOf(states, []);
  const into = new Uint8Array(12);
  lookNodes(scene, nodes, ownersOf(nodes), by, new Uint8Array(6).fill(UnknownLoad), into);
  return nodes.map((_, i) => [into[i * 2]!, into[i * 2 + 1]!]);
}

describe('nodes', () => {
  it('differ by shape wherever they differ by state', () => {
    const shapes = nodeLooks([0, 1, 2, 0x12, 3, 0], 'state').map(([, shape]) => shape);
    expect(shapes).toEqual([Shapes.dot, Shapes.triangle, Shapes.diamond, Shapes.ring, Shapes.diamond, Shapes.square]);
  });

  it.each(['load', 'plane', 'owner'] as const)('that are down look it, coloured by %s too', (by) => {
    const [up, , down] = nodeLooks([0, 0, 2, 0, 0, 0], by);
    expect(down).toEqual(nodeLooks([0, 0, 2, 0, 0, 0], 'state')[2]);
    expect(up![0]).not.toBe(down![0]);
  });

  it('of one owner have one colour', () => {
    const colours = nodeLooks([0, 0, 0, 0, 0, 0], 'owner').map(([colour]) => colour);
    expect(colours[0]).toBe(colours[2]);
    expect(colours[0]).not.toBe(colours[1]);
  });
});

describe('planes', () => {
  const looks = (planes: number): number[] => {
    const many = Array.from({ length: planes }, (_, i) => node(i, 'satellite', i, ''));
    const into = new Uint8Array(planes * 2);
    lookNodes(sceneOf([], []), many, new Map(), 'plane', new Uint8Array(planes), into);
    return many.map((_, i) => into[i * 2]!);
  };

  it('have a colour each while there are few', () => {
    expect(new Set(looks(GroupCount)).size).toBe(GroupCount);
    expect(looks(GroupCount).map((index) => paletteOf('dark')[index])).toEqual(Groups.dark);
  });

  it('go from the first shade to the last where there are many', () => {
    const palette = paletteOf('light');
    const colours = looks(100).map((index) => palette[index]!);
    expect([colours[0], colours[99]]).toEqual([shadesOf('light')[0], shadesOf('light').at(-1)]);
    expect(looks(100)).toEqual([...looks(100)].sort((x, y) => x - y));
  });
});

describe('links', () => {
  it('differ by their dashes, and vacant seats are not drawn', () => {
    const scene = sceneOf([], [{ state: 0 }, { state: 1 }, { state: 2 }, { state: 0, kind: 3 }, { state: 0, kind: 255 }]);
    const into = new Uint8Array(10);
    lookLinks(scene, 'state', 1, into);
    expect([1, 3, 5, 7, 9].map((i) => into[i])).toEqual([
      Dashes.whole, Dashes.dashed | SelectedLinkBit, Dashes.gap, Dashes.faint, Dashes.hidden,
    ]);
  });

  it('give their load to both ends, the busiest winning', () => {
    const scene = sceneOf([], [{ state: 0 }, { state: 0 }]);
    scene.apply(decodeFrame(encode.encodeLinkLoad(Uint8Array.of(40, 200), o)));
    const loads = new Uint8Array(4);
    nodeLoads(scene, loads);
    expect([...loads]).toEqual([40, 200, 200, UnknownLoad]);
  });
});

describe('routes', () => {
  const scene = sceneOf([], []);
  scene.apply(decodeFrame(encode.encodeRoutes([
    { stream: 1, pathNo: 0, nodes: [5, 0, 1] }, { stream: 1, pathNo: 1, nodes: [] }, { stream: 2, pathNo: 0, nodes: [3, 4] },
  ], o)));
  const segments = (selected: number, pinned: number[], all: boolean): number[][] => {
    const into = new Uint16Array(400);
    const count = routeSegments(scene, selected, pinned, all, into);
    return Array.from({ length: count }, (_, i) => [...into.slice(i * 4, i * 4 + 4)]);
  };

  it('are drawn hop by hop, the selected one marked', () => {
    expect(segments(1, [], false)).toEqual([[5, 0, 0, 1], [0, 1, 1, 1]]);
  });
  it('are those that are pinned, or all', () => {
    expect(segments(-1, [2], false)).toEqual([[3, 4, 0, 0]]);
    expect(segments(-1, [], true).length).toBe(3);
    expect(segments(-1, [], false)).toEqual([]);
  });
});
