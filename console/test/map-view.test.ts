import { describe, expect, it } from 'vitest';
import { MapView } from '../src/globe/map-view';

function view(): MapView {
  const made = new MapView();
  made.resize(1000, 500);
  return made;
}

describe('the view of the flat map', () => {
  it('has the equator in its middle until it is zoomed', () => {
    const map = view();
    map.turn(0, 40);
    expect(map.latDeg).toBe(0);
    expect(map.yOf(0)).toBe(250);
    map.zoomBy(4);
    map.turn(0, 40);
    expect(map.latDeg).toBe(40);
  });

  it('never shows what is beyond a pole', () => {
    const map = view();
    map.zoomBy(4);
    map.turn(0, 200);
    expect(map.yOf(90)).toBeCloseTo(0, 6);
    map.zoomBy(0.01);
    expect([map.zoom, map.latDeg]).toEqual([1, 0]);
  });

  it('goes round the Earth', () => {
    const map = view();
    map.turn(175, 0);
    expect(map.lonDeg).toBe(-175);
    expect(map.xOf(-175)).toBe(500);
    expect(map.xOf(175)).toBeLessThan(500);
    expect(map.xOf(-165)).toBeGreaterThan(500);
  });

  it('lies in the room that panels leave', () => {
    const map = view();
    map.setInsets({ left: 300, right: 300, top: 0, bottom: 0 });
    const box = map.box;
    expect(box.x).toBeGreaterThanOrEqual(300);
    expect(box.x + box.width).toBeLessThanOrEqual(700);
    expect(map.xOf(map.lonDeg)).toBe(500);
    expect(box.width).toBeCloseTo(map.mapWidth, 6);
  });

  it('puts a place into the middle', () => {
    const map = view();
    map.zoomBy(6);
    map.centre(100, 30);
    expect([map.xOf(100), map.yOf(30)]).toEqual([500, 250]);
    map.reset();
    expect([map.lonDeg, map.latDeg, map.zoom]).toEqual([10, 0, 1]);
  });
});
