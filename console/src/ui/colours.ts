/** The colours of the style sheet, for canvases: read once a theme. */

import { theme } from '../model/store';
import type { Tone } from './marks';

export type ColourName =
  | Tone
  | 'text' | 'muted' | 'grid' | 'panel' | 'page'
  | 'ocean' | 'land' | 'coast' | 'night' | 'graticule' | 'glow';

let cached: { theme: string; colours: Map<string, string> } | null = null;

/** The value of a custom property as `--tone-up` or `--land`. */
export function colourOf(name: ColourName): string {
  if (cached?.theme !== theme.peek()) cached = { theme: theme.peek(), colours: new Map() };
  let value = cached.colours.get(name);
  if (value === undefined) {
    value = plainHex(getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim());
    cached.colours.set(name, value);
  }
  return value;
}

let writer: CanvasRenderingContext2D | null = null;

/** A style sheet may have been made shorter by names, as coral; a canvas writes every colour as #rrggbb. */
function plainHex(text: string): string {
  writer ??= document.createElement('canvas').getContext('2d');
  if (!writer) return '#888888';
  writer.fillStyle = '#888888';
  writer.fillStyle = text;
  return writer.fillStyle;
}

/** A colour #rrggbb as three shares. */
export function rgbOf(hex: string): [number, number, number] {
  const number = Number.parseInt(hex.slice(1, 7), 16);
  return [(number >> 16) / 255, ((number >> 8) & 255) / 255, (number & 255) / 255];
}
