import { describe, expect, it } from 'vitest';
import * as encode from '../dev/encode';
import { Changed, Scene, UnknownLoad, VacantKind } from '../src/model/scene';
import { decodeFrame, SnapshotFlag } from '../src/wire/frames';

const o = { simMs: 1000, generation: 1 };
const link = (a: number, b: number, state = 0) => ({ a, b, kind: 0, state, capacity: 10 });

function sceneOf(...frames: Uint8Array[]): { scene: Scene; changed: number[] } {
  const scene = new Scene();
  return { scene, changed: frames.map((bytes) => scene.apply(decodeFrame(bytes))) };
}

describe('the scene', () => {
  it('takes links, and what changes of them', () => {
    const { scene, changed } = sceneOf(
      encode.encodeLinkSet([link(0, 1), link(1, 2, 2)], o),
      encode.encodeLinkDelta([{ id: 0, state: 1 }, { id: 99, state: 2 }], o),
      encode.encodeLinkLoad(Uint8Array.of(7, 250), o),
    );
    expect(changed).toEqual([Changed.Links, Changed.LinkState, Changed.Load]);
    expect([...scene.linkState]).toEqual([1, 2]);
    expect([...scene.linkLoad]).toEqual([7, 250]);
  });

  it('takes new seats beyond those it has, and leaves between them empty', () => {
    const { scene } = sceneOf(
      encode.encodeLinkSet([link(0, 1)], o),
      encode.encodeLinkPatch([{ id: 4, ...link(3, 4, 3) }, { id: 0, ...link(5, 6) }], { ...o, generation: 2 }),
    );
    expect(scene.links).toBe(5);
    expect(scene.generation).toBe(2);
    expect([...scene.linkA.subarray(0, 5)]).toEqual([5, 0, 0, 0, 3]);
    expect([...scene.linkKind.subarray(0, 5)]).toEqual([0, VacantKind, VacantKind, VacantKind, 0]);
    expect(scene.linkLoad[4]).toBe(UnknownLoad);
  });

  it('forgets loads when links change seats', () => {
    const { scene } = sceneOf(
      encode.encodeLinkSet([link(0, 1)], o),
      encode.encodeLinkLoad(Uint8Array.of(100), o),
      encode.encodeLinkPatch([{ id: 0, ...link(0, 2) }], o),
    );
    expect(scene.linkLoad[0]).toBe(UnknownLoad);
  });

  it('takes what a snapshot does not name for normal', () => {
    const { scene } = sceneOf(
      encode.encodeNodeDelta([{ id: 3, state: 2, cause: 1 }, { id: 5, state: 1, cause: 2 }], o),
      encode.encodeNodeDelta([{ id: 5, state: 18, cause: 2 }], { ...o, flags: SnapshotFlag }),
    );
    expect([...scene.nodeState]).toEqual([0, 0, 0, 0, 0, 18]);
    expect(scene.nodeCause[3]).toBe(0);
  });

  it('keeps ways of a stream by path, and none for no way', () => {
    const { scene } = sceneOf(
      encode.encodeRoutes([{ stream: 2, pathNo: 1, nodes: [1, 2] }, { stream: 2, pathNo: 0, nodes: [3, 4] }], o),
      encode.encodeRoutes([{ stream: 2, pathNo: 0, nodes: [] }], o),
    );
    expect(scene.routes.get(2)).toEqual([[], [1, 2]]);
  });

  it('knows satellites by the orbits that were sent', () => {
    const { scene } = sceneOf(encode.encodeEphemeris(5000, new Float32Array(12), o));
    expect([scene.satellites, scene.epochMs, scene.nodeState.length]).toEqual([2, 5000, 2]);
  });
});
