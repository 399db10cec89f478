/** The figures of a what-if, as rows of its tables. */

import { count, Dash, ms, share } from '../../model/format';
import type { WhatIfEnded } from '../../wire/types';

export type FigureRow = [
  title: string,
  of: (figures: WhatIfEnded) => number | null,
  write: (value: number | null) => string,
  /** Whether more is better. */
  up: boolean,
];

export const FigureRows: readonly FigureRow[] = [
  ['On time', (figures) => figures.onTimeShare, share, true],
  ['p50, ms', (figures) => figures.p50Ms, ms, false],
  ['p99, ms', (figures) => figures.p99Ms, ms, false],
  ['Late', (figures) => figures.late, count, false],
  ['Lost', (figures) => figures.lost, count, false],
  ['Detours', (figures) => figures.detours, count, false],
];

/** Percents on the axis of a chart. */
export function onTimeText(value: number | null): string {
  return value === null ? Dash : value.toFixed(value > 99 ? 2 : 1);
}
