/** A what-if as files: all of it as JSON, its figures by stream as CSV. Pure but for saving. */

import { csvOf, save } from '../../model/csv';
import type { CsvValue } from '../../model/csv';
import type { WhatIf, WhatIfShare } from '../../wire/types';

const Sides = ['base', 'plan', 'live'] as const;

export function saveJson(whatIf: WhatIf): void {
  save(`${whatIf.id}.json`, JSON.stringify(whatIf, null, 2), 'application/json');
}

export function saveCsv(whatIf: WhatIf): void {
  save(`${whatIf.id}.csv`, whatIfCsv(whatIf));
}

/** A row for all messages, then one a stream; a column a figure of each side. */
export function whatIfCsv(whatIf: WhatIf): string {
  const head = Sides.flatMap((side) => ['on_time_share', 'p50_ms', 'p99_ms', 'late', 'lost'].map((name) => `${side}_${name}`));
  const figures = (row: Record<(typeof Sides)[number], WhatIfShare | null>): CsvValue[] =>
    Sides.flatMap((side) => {
      const of = row[side];
      return [of?.onTimeShare, of?.p50Ms, of?.p99Ms, of?.late, of?.lost];
    });
  return csvOf(
    ['stream', 'name', ...head],
    [['all', '', ...figures(whatIf)], ...whatIf.streams.map((row) => [row.id, row.name, ...figures(row)])],
  );
}
