/** The ground of the flat map: land, graticule, and the side of the Earth that has night. */

import { sunDirection } from '../model/orbit';
import { theme } from '../model/store';
import { colourOf } from '../ui/colours';
import { tracePaths } from './land';

const WidthMax = 4096;
const NightAlpha = 0.42;
const NightSteps = 120;

export class MapGround {
  private kept: { canvas: HTMLCanvasElement; key: string } | null = null;

  /** Land and graticule, painted once a size and theme. */
  picture(mapWidth: number): HTMLCanvasElement {
    const width = Math.min(WidthMax, 512 * Math.ceil((mapWidth * Math.min(2, window.devicePixelRatio)) / 512));
    const key = `${width} ${theme.peek()}`;
    if (this.kept?.key === key) return this.kept.canvas;
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = width / 2;
    const ink = canvas.getContext('2d')!;
    const path = new Path2D();
    tracePaths(path, width, width / 2);
    ink.fillStyle = colourOf('land');
    ink.fill(path, 'evenodd');
    ink.strokeStyle = colourOf('coast');
    ink.lineWidth = Math.max(0.75, width / 2400);
    ink.stroke(path);
    ink.strokeStyle = colourOf('graticule');
    ink.lineWidth = 1;
    ink.beginPath();
    for (let lon = 0; lon < 360; lon += 30) ink.rect(Math.round((lon / 360) * width) + 0.5, -2, width, width);
    for (let lat = 30; lat < 180; lat += 30) ink.rect(-2, Math.round((lat / 360) * width) + 0.5, width * 2, width);
    ink.stroke();
    this.kept = { canvas, key };
    return canvas;
  }
}

export interface MapFrame {
  /** The longitude at the left edge. */
  fromLonDeg: number;
  left: number;
  width: number;
  yOf(latDeg: number): number;
}

const sun: [number, number, number] = [1, 0, 0];

export function drawNight(ink: CanvasRenderingContext2D, nowMs: number, map: MapFrame): void {
  sunDirection(nowMs, sun);
  const [x, y, z] = sun;
  const sunLon = (Math.atan2(y, x) * 180) / Math.PI;
  const tan = z / Math.hypot(x, y) || 1e-6;
  ink.globalAlpha = NightAlpha;
  ink.fillStyle = colourOf('night');
  ink.beginPath();
  for (let i = 0; i <= NightSteps; i++) {
    const lon = map.fromLonDeg + (i * 360) / NightSteps;
    const lat = (Math.atan(-Math.cos(((lon - sunLon) * Math.PI) / 180) / tan) * 180) / Math.PI;
    ink.lineTo(map.left + (i / NightSteps) * map.width, map.yOf(lat));
  }
  const dark = map.yOf(z > 0 ? -90 : 90);
  ink.lineTo(map.left + map.width, dark);
  ink.lineTo(map.left, dark);
  ink.fill();
  ink.globalAlpha = 1;
}
