import { describe, expect, it } from 'vitest';
import { DrillBit, Scene, VacantKind } from '../src/model/scene';
import { carpetOf, dropOf, linkRows, markOf, neighbourOf, nodeRows, planeRows } from '../src/model/topology';
import type { CatalogueNode, LinkRow } from '../src/wire/types';

function satellite(id: number, plane: number, slot: number): CatalogueNode {
  const name = `P${plane}-S${slot}`;
  return { id, name, kind: 'satellite', plane, slot, group: 'shell', vendor: 'op', lat: null, lon: null, altM: null };
}

const nodes = [0, 1, 2].flatMap((plane) => [0, 1, 2, 3].map((slot) => satellite(plane * 4 + slot, plane, slot)));

function sceneOf(links: [a: number, b: number, kind: number, state: number, load: number][]): Scene {
  const scene = new Scene();
  scene.reserveNodes(nodes.length);
  scene.links = links.length;
  scene.linkA = Uint16Array.from(links, (link) => link[0]);
  scene.linkB = Uint16Array.from(links, (link) => link[1]);
  scene.linkKind = Uint8Array.from(links, (link) => link[2]);
  scene.linkState = Uint8Array.from(links, (link) => link[3]);
  scene.linkLoad = Uint8Array.from(links, (link) => link[4]);
  scene.linkCapacity = Uint16Array.from(links, () => 100);
  return scene;
}

describe('rows of nodes', () => {
  it('count links up and of all, and take the highest load', () => {
    const scene = sceneOf([
      [0, 1, 0, 0, 125],
      [0, 4, 0, 2, 255],
      [0, 3, VacantKind, 0, 250],
    ]);
    const row = nodeRows(nodes, new Map(), scene)[0]!;
    expect(row.links).toEqual({ up: 1, all: 2 });
    expect(row.load).toBe(0.5);
  });

  it('say that a drill did it', () => {
    const scene = sceneOf([]);
    scene.nodeState[5] = 2 + DrillBit;
    const row = nodeRows(nodes, new Map(), scene)[5]!;
    expect([row.state, row.cause]).toEqual(['down', 'drill']);
    expect(markOf(row.state, row.cause)).toEqual({ tone: 'drill', word: 'down, DRILL' });
  });
});

describe('rows of links', () => {
  const scene = sceneOf([
    [0, 1, 0, 0, 250],
    [1, 2, VacantKind, 0, 0],
  ]);

  it('leave vacant seats out', () => {
    expect(linkRows(nodes, new Map(), scene).map((row) => row.id)).toEqual([0]);
  });

  it('take no range from the answer about another link in the same seat', () => {
    const answer = { id: 0, a: 0, b: 9, rangeKm: 1234 } as LinkRow;
    expect(linkRows(nodes, new Map([[0, answer]]), scene)[0]!.rangeKm).toBeNull();
    expect(linkRows(nodes, new Map([[0, { ...answer, b: 1 }]]), scene)[0]!.rangeKm).toBe(1234);
  });
});

describe('the carpet', () => {
  const carpet = carpetOf(nodes);

  it('has a row a plane and a column a slot', () => {
    expect([carpet.rows, carpet.columns]).toEqual([3, 4]);
    expect(carpet.cells[1 * 4 + 2]).toBe(6);
  });

  it('goes around its ends', () => {
    expect(neighbourOf(carpet, 0, -1, 0)).toBe(8);
    expect(neighbourOf(carpet, 0, 0, -1)).toBe(3);
    expect(neighbourOf(carpet, 99, 0, 1)).toBeNull();
  });

  it('leaves ground nodes out', () => {
    const site = { ...satellite(12, -1, -1), kind: 'site', group: '' };
    expect(carpetOf([...nodes, site]).cells.includes(12)).toBe(false);
  });
});

it('planes add their satellites up', () => {
  const scene = sceneOf([[0, 1, 0, 0, 50]]);
  scene.nodeState[1] = 2;
  const plane = planeRows(nodeRows(nodes, new Map(), scene), () => 'shell')[0]!;
  expect([plane.satellites, plane.up, plane.linksUp, plane.links, plane.load]).toEqual([4, 3, 2, 2, 0.2]);
});

describe('the next drop of a link', () => {
  const end = Date.parse('2026-08-11T09:00:00Z');
  it('is by plan before the plan ends, and is none at its end', () => {
    expect(dropOf({ state: 'up', cause: 'none', closes: '2026-08-11T08:00:00Z' }, end)).toMatchObject({
      at: '2026-08-11T08:00:00Z', text: 'geometry',
    });
    expect(dropOf({ state: 'up', cause: 'none', closes: '2026-08-11T09:00:00Z' }, end).text).toBe('none planned');
  });

  it('is now where the link is lost, with who took it', () => {
    expect(dropOf({ state: 'down', cause: 'drill', closes: '2026-08-11T08:00:00Z' }, end)).toMatchObject({
      at: null, text: 'now, DRILL',
    });
    expect(dropOf({ state: 'down', cause: 'none', closes: null }, end).text).toBe('now, fault');
  });

  it('is not known without a plan', () => {
    expect(dropOf({ state: 'up', cause: 'none', closes: null }, end).at).toBeNull();
  });
});
