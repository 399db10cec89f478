/**
 * The constellation as a carpet: a row a plane, a column a slot, a cell a satellite. Faults that share a plane are lines,
 * those that share a place are spots. Arrow keys walk it, Enter selects.
 */

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { selectNode } from '../../model/actions';
import { plainState } from '../../model/scene';
import { nodeOf, scene, selectedNode, theme, versions } from '../../model/store';
import { causeOf, markOf } from '../../model/topology';
import type { Carpet } from '../../model/topology';
import { colourOf } from '../../ui/colours';
import { Shape, toneOf } from '../../ui/marks';
import type { Tone } from '../../ui/marks';

const CellMaxW = 72;
const CellMaxH = 40;
const CellMin = 4;
/** Room for the numbers of planes and of slots. */
const GutterX = 26;
const GutterY = 16;
/** Numbers stand no closer than this. */
const LabelStepX = 24;
const LabelStepY = 14;
const Legend: readonly [Tone, string][] = [
  ['up', 'up'],
  ['risk', 'degraded'],
  ['down', 'down'],
  ['drill', 'drill'],
  ['idle', 'unknown'],
];
const Words = ['up', 'degraded', 'down', 'hangs', 'unknown'];

export function CarpetView({ carpet }: { carpet: Carpet }): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [cursor, setCursor] = useState(0);
  const [focused, setFocused] = useState(false);
  const [room, setRoom] = useState({ width: 0, height: 0 });
  const version = versions.states.value;
  const chosen = selectedNode.value?.id ?? -1;
  const cellW = Math.max(CellMin, Math.min(CellMaxW, Math.floor((room.width - GutterX) / carpet.columns)));
  const cellH = Math.max(CellMin, Math.min(CellMaxH, Math.floor((room.height - GutterY) / carpet.rows)));

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setRoom({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const at = carpet.cells.indexOf(chosen);
    if (at >= 0) setCursor(at);
  }, [chosen, carpet]);
  useEffect(() => {
    if (canvas.current) draw(canvas.current, carpet, { cellW, cellH }, chosen, focused ? cursor : -1);
  }, [carpet, cellW, cellH, version, chosen, cursor, focused, theme.value]);

  const walk = (event: KeyboardEvent): void => {
    const column = cursor % carpet.columns;
    const steps: Record<string, number> = {
      ArrowLeft: column > 0 ? -1 : carpet.columns - 1,
      ArrowRight: column < carpet.columns - 1 ? 1 : 1 - carpet.columns,
      ArrowUp: -carpet.columns,
      ArrowDown: carpet.columns,
    };
    const step = steps[event.key];
    if (step !== undefined) setCursor((cursor + step + carpet.cells.length) % carpet.cells.length);
    else if (event.key === 'Enter' || event.key === ' ') pick(cursor);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const pick = (at: number): void => {
    const id = carpet.cells[at] ?? -1;
    if (id >= 0) selectNode(nodeOf(id));
  };

  return (
    <div class="carpet">
      <div class="carpet-box" ref={box}>
        <canvas
          ref={canvas}
          tabIndex={0}
          role="application"
          aria-roledescription="map of planes and slots"
          aria-label={`${carpet.rows} planes by ${carpet.columns} slots. Arrow keys walk, Enter selects.`}
          aria-describedby="carpet-cell"
          onKeyDown={walk}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
          onPointerDown={(event) => {
            const column = Math.floor((event.offsetX - GutterX) / cellW);
            const row = Math.floor((event.offsetY - GutterY) / cellH);
            if (column < 0 || row < 0 || column >= carpet.columns || row >= carpet.rows) return;
            setCursor(row * carpet.columns + column);
            pick(row * carpet.columns + column);
          }}
        />
      </div>
      <p class="carpet-foot">
        <span id="carpet-cell" role="status">
          {nameOf(carpet, cursor)}
        </span>
        <span class="legend">
          {Legend.map(([tone, word]) => (
            <span class={`legend-item tone-${tone}`} key={word}>
              <Shape tone={tone} size={10} />
              {word}
            </span>
          ))}
        </span>
      </p>
    </div>
  );
}

function nameOf(carpet: Carpet, at: number): string {
  const id = carpet.cells[at] ?? -1;
  if (id < 0) return 'no satellite here';
  const { word } = stateAt(id);
  return `${nodeOf(id)?.name ?? id}: ${word}`;
}

function stateAt(id: number): { tone: Tone; word: string } {
  const state = scene.nodeState[id] ?? 0;
  const mark = markOf(Words[plainState(state)] ?? 'unknown', causeOf(state, scene.nodeCause[id] ?? 0));
  return { tone: toneOf(mark.tone), word: mark.word };
}

interface CellSize {
  cellW: number;
  cellH: number;
}

function draw(canvas: HTMLCanvasElement, carpet: Carpet, { cellW, cellH }: CellSize, chosen: number, cursor: number): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const scale = window.devicePixelRatio || 1;
  const width = carpet.columns * cellW + GutterX;
  const height = carpet.rows * cellH + GutterY;
  canvas.width = width * scale;
  canvas.height = height * scale;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  context.scale(scale, scale);
  numbers(context, carpet, { cellW, cellH });
  context.translate(GutterX, GutterY);
  const colours = new Map(Legend.map(([tone]) => [tone, colourOf(tone)]));
  const gap = cellW > 6 && cellH > 6 ? 2 : 1;
  for (let at = 0; at < carpet.cells.length; at++) {
    const id = carpet.cells[at]!;
    if (id < 0) continue;
    const x = (at % carpet.columns) * cellW;
    const y = Math.floor(at / carpet.columns) * cellH;
    const { tone } = stateAt(id);
    const colour = colours.get(tone) ?? colourOf(tone);
    cell(context, { x, y, w: cellW - gap, h: cellH - gap }, tone, colour);
    if (id === chosen) frame(context, x, y, cellW, cellH, colourOf('route'));
    if (at === cursor) frame(context, x, y, cellW, cellH, colourOf('text'));
  }
}

/** Numbers of slots along the top and of planes down the side, as many as there is room for. */
function numbers(context: CanvasRenderingContext2D, carpet: Carpet, { cellW, cellH }: CellSize): void {
  context.fillStyle = colourOf('muted');
  context.font = '11px system-ui, sans-serif';
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  const stepX = Math.ceil(LabelStepX / cellW);
  for (let slot = 0; slot < carpet.columns; slot += stepX) {
    context.fillText(String(slot), GutterX + (slot + 0.5) * cellW - 1, GutterY / 2);
  }
  context.textAlign = 'end';
  const stepY = Math.ceil(LabelStepY / cellH);
  for (let row = 0; row < carpet.rows; row += stepY) {
    context.fillText(carpet.planes[row] ?? '', GutterX - 6, GutterY + (row + 0.5) * cellH - 1);
  }
}

interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** What is up is faint; what is not is full, and has a shape of its own where there is room for one. */
function cell(context: CanvasRenderingContext2D, { x, y, w, h }: Box, tone: Tone, colour: string): void {
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.globalAlpha = tone === 'up' ? 0.32 : tone === 'down' ? 1 : 0.6;
  context.fillRect(x, y, w, h);
  context.globalAlpha = 1;
  if (w < 7 || h < 7) return;
  context.beginPath();
  if (tone === 'down') {
    context.strokeStyle = colourOf('panel');
    context.moveTo(x + 2, y + 2);
    context.lineTo(x + w - 2, y + h - 2);
    context.moveTo(x + w - 2, y + 2);
    context.lineTo(x + 2, y + h - 2);
  } else if (tone === 'risk') {
    context.moveTo(x + 1, y + h - 1);
    context.lineTo(x + w - 1, y + 1);
  } else if (tone === 'drill') {
    context.strokeRect(x + 1, y + 1, w - 2, h - 2);
  } else if (tone === 'idle') {
    context.moveTo(x + 2, y + h / 2);
    context.lineTo(x + w - 2, y + h / 2);
  }
  context.stroke();
}

function frame(context: CanvasRenderingContext2D, x: number, y: number, w: number, h: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.strokeRect(x, y, w - 1, h - 1);
}
