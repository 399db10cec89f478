/** What of the Earth the flat map shows, and where a place falls on it: pure, and so it can be tested. */

import type { Insets } from './globe';

const ZoomMax = 30;
const RoomLeast = { width: 160, height: 120 };
/** Of the room the map takes so much at zoom 1. */
const Margin = 0.97;

export class MapView {
  lonDeg = 10;
  latDeg = 0;
  zoom = 1;
  private insets: Insets = { left: 0, right: 0, top: 0, bottom: 0 };
  private width = 0;
  private height = 0;

  /** The size of the canvas, and what of it panels cover. */
  resize(width: number, height: number): void {
    [this.width, this.height] = [width, height];
    this.clampLat();
  }

  setInsets(insets: Insets): void {
    this.insets = insets;
    this.clampLat();
  }

  private get roomWidth(): number {
    return Math.max(RoomLeast.width, this.width - this.insets.left - this.insets.right);
  }

  private get roomHeight(): number {
    return Math.max(RoomLeast.height, this.height - this.insets.top - this.insets.bottom);
  }

  /** Pixels of 360 degrees of longitude. */
  get mapWidth(): number {
    return Math.min(this.roomWidth, this.roomHeight * 2) * Margin * this.zoom;
  }

  /** The part of the canvas that has the map. */
  get box(): { x: number; y: number; width: number; height: number } {
    const width = Math.min(this.mapWidth, this.roomWidth);
    const height = Math.min(this.mapWidth / 2, this.roomHeight);
    return {
      x: this.insets.left + (this.roomWidth - width) / 2,
      y: this.insets.top + (this.roomHeight - height) / 2,
      width,
      height,
    };
  }

  xOf(lonDeg: number): number {
    return this.insets.left + this.roomWidth / 2 + (wrap180(lonDeg - this.lonDeg) / 360) * this.mapWidth;
  }

  yOf(latDeg: number): number {
    return this.insets.top + this.roomHeight / 2 - ((latDeg - this.latDeg) / 360) * this.mapWidth;
  }

  /** Puts a place into the middle; at zoom 1 the equator stays there. */
  centre(lonDeg: number, latDeg: number): void {
    this.lonDeg = lonDeg;
    if (this.zoom > 1) this.latDeg = latDeg;
    this.clampLat();
  }

  turn(eastDeg: number, northDeg: number): void {
    this.lonDeg = wrap180(this.lonDeg + eastDeg);
    this.latDeg += northDeg;
    this.clampLat();
  }

  zoomBy(factor: number): void {
    this.zoom = Math.max(1, Math.min(ZoomMax, this.zoom * factor));
    this.clampLat();
  }

  reset(): void {
    this.lonDeg = 10;
    this.latDeg = 0;
    this.zoom = 1;
  }

  /** The map never leaves its room: at zoom 1 the equator is in the middle. */
  private clampLat(): void {
    const shown = Math.min(90, (this.roomHeight / this.mapWidth) * 180);
    this.latDeg = Math.max(shown - 90, Math.min(90 - shown, this.latDeg));
  }
}

function wrap180(degrees: number): number {
  return ((((degrees + 180) % 360) + 360) % 360) - 180;
}
