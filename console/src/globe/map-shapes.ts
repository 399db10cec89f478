/** The shapes of nodes on the flat map, as the shader of the globe draws them. */

import { colourOf } from '../ui/colours';
import { theme } from '../model/store';
import { NamedBit, SelectedBit, Shapes } from './looks';

export function drawShape(ink: CanvasRenderingContext2D, look: number, x: number, y: number, colour: string): void {
  const shape = look & 7;
  if (shape === Shapes.hidden) return;
  ink.fillStyle = ink.strokeStyle = colour;
  ink.lineWidth = 1.6;
  ink.beginPath();
  trace(ink, shape, x, y);
  if (shape === Shapes.ring) ink.stroke();
  else {
    ink.fill();
    ink.lineWidth = 0.8;
    ink.strokeStyle = colourOf(theme.peek() === 'light' ? 'text' : 'page');
    ink.stroke();
  }
  if (!(look & (SelectedBit | NamedBit))) return;
  ink.beginPath();
  ink.arc(x, y, look & SelectedBit ? 10 : 8, 0, 7);
  ink.lineWidth = 2;
  ink.strokeStyle = look & SelectedBit ? colourOf('route') : colour;
  ink.stroke();
}

function trace(ink: CanvasRenderingContext2D, shape: number, x: number, y: number): void {
  if (shape === Shapes.triangle) {
    ink.moveTo(x, y - 4.4);
    ink.lineTo(x + 4.2, y + 3.2);
    ink.lineTo(x - 4.2, y + 3.2);
    ink.closePath();
  } else if (shape === Shapes.diamond) {
    ink.moveTo(x, y - 5);
    ink.lineTo(x + 5, y);
    ink.lineTo(x, y + 5);
    ink.lineTo(x - 5, y);
    ink.closePath();
  } else if (shape === Shapes.square) ink.rect(x - 2.5, y - 2.5, 5, 5);
  else if (shape === Shapes.ring) ink.arc(x, y, 4, 0, 7);
  else ink.arc(x, y, 2, 0, 7);
}
