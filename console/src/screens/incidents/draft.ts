/** A drill as it is being written, and how it becomes the fields of a fault. Pure but for the one signal. */

import { signal } from '@preact/signals';
import { goTo } from '../../model/actions';

export type DrillKind = 'node' | 'hang' | 'slow' | 'link' | 'noise' | 'plane' | 'region-jam' | 'weather';

export interface Draft {
  kind: DrillKind;
  /** A node; of links one end. */
  node: string;
  a: string;
  b: string;
  constellation: string;
  plane: number;
  lat: number;
  lon: number;
  radiusKm: number;
  lossPercent: number;
  slowMs: number;
  durationMs: number;
}

export const DrillMaxMs = 30 * 60_000;
export const NewDraft: Draft = {
  kind: 'node',
  node: '',
  a: '',
  b: '',
  constellation: '',
  plane: 0,
  lat: 48,
  lon: 11,
  radiusKm: 800,
  lossPercent: 10,
  slowMs: 5,
  durationMs: 5 * 60_000,
};

export const DrillKinds: readonly { value: DrillKind; text: string }[] = [
  { value: 'node', text: 'Switch a node off' },
  { value: 'hang', text: 'Make a node hang' },
  { value: 'slow', text: 'Make a node slow' },
  { value: 'link', text: 'Darken a link' },
  { value: 'noise', text: 'Lose frames on a link' },
  { value: 'plane', text: 'Switch a plane off' },
  { value: 'region-jam', text: 'Jam a region' },
  { value: 'weather', text: 'Bad weather over a region' },
];

/** The drill that the form shows. */
export const draft = signal<Draft>(NewDraft);

/** Opens the form with some of it filled in. */
export function draftDrill(known: Partial<Draft>): void {
  draft.value = { ...NewDraft, ...known };
  goTo('incidents');
}

export function needsNode(kind: DrillKind): boolean {
  return kind === 'node' || kind === 'hang' || kind === 'slow';
}

export function needsLink(kind: DrillKind): boolean {
  return kind === 'link' || kind === 'noise';
}

export function needsRegion(kind: DrillKind): boolean {
  return kind === 'region-jam' || kind === 'weather';
}

/** The fields of the fault, as scenarios write them; null while something is missing. */
export function fieldsOf(of: Omit<Draft, 'durationMs'>): string | null {
  if (needsNode(of.kind)) {
    const slow = of.kind === 'slow' ? `, by: ${of.slowMs}ms` : '';
    return of.node ? `kind: ${of.kind}, node: ${quoted(of.node)}${slow}` : null;
  }
  if (needsLink(of.kind)) {
    const loss = of.kind === 'noise' ? `, loss: ${of.lossPercent}%` : '';
    return of.a && of.b ? `kind: ${of.kind}, between: [${quoted(of.a)}, ${quoted(of.b)}]${loss}` : null;
  }
  if (of.kind === 'plane') {
    return of.constellation ? `kind: plane, constellation: ${quoted(of.constellation)}, plane: ${of.plane}` : null;
  }
  const centre = `${degrees(of.lat, 'N', 'S')} ${degrees(of.lon, 'E', 'W')}`;
  return `kind: ${of.kind}, centre: ${centre}, radius: ${of.radiusKm}km`;
}

function degrees(value: number, plus: string, minus: string): string {
  return `${Math.abs(value)}${value < 0 ? minus : plus}`;
}

/** As YAML has it: plain words as they are, all others in quotes. */
function quoted(name: string): string {
  return /^[A-Za-z][\w.-]*$/.test(name) ? name : `'${name.replaceAll("'", "''")}'`;
}

/** 05:00 or 90 as milliseconds; null where it is no time. */
export function parseSpan(text: string): number | null {
  const parts = /^(?:(\d{1,2}):)?(\d{1,4})$/.exec(text.trim());
  if (!parts) return null;
  const seconds = Number(parts[1] ?? 0) * 60 + Number(parts[2]);
  return parts[1] !== undefined && Number(parts[2]) > 59 ? null : seconds * 1000;
}
