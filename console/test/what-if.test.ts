import { describe, expect, it } from 'vitest';
import { whatIfCsv } from '../src/screens/plan/export';
import type { WhatIf, WhatIfFigures } from '../src/wire/types';

const figures = (onTimeShare: number, late: number): WhatIfFigures => ({
  onTimeShare, p50Ms: 10, p99Ms: 20, late, lost: 0, detours: 3, series: { atMs: [], onTimeShare: [] },
});
const whatIf: WhatIf = {
  id: 'WI-1', state: 'done', progress: 1, by: 'ana', at: '2026-08-11T07:00:00Z', horizonMs: 60_000, changes: [],
  base: figures(1, 0), plan: figures(0.9, 5), live: null, soFar: null, weak: [], windows: null, error: null,
  streams: [{
    id: 4, name: 'tracks, north', live: null,
    base: { onTimeShare: 1, p50Ms: 9, p99Ms: 9.5, late: 0, lost: 0 },
    plan: { onTimeShare: null, p50Ms: null, p99Ms: null, late: 0, lost: 2 },
  }],
};

describe('a what-if as a table', () => {
  it('has a row for all and one a stream, with the figures of each side', () => {
    const [head, all, stream] = whatIfCsv(whatIf).trim().split('\r\n');
    expect(head!.split(',').slice(0, 7)).toEqual([
      'stream', 'name', 'base_on_time_share', 'base_p50_ms', 'base_p99_ms', 'base_late', 'base_lost',
    ]);
    expect(all).toBe('all,,1,10,20,0,0,0.9,10,20,5,0,,,,,');
    expect(stream).toBe('4,"tracks, north",1,9,9.5,0,0,,,,0,2,,,,,');
  });
});
