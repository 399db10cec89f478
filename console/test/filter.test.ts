import { describe, expect, it } from 'vitest';
import { parseFilter } from '../src/model/filter';

const row = { name: 'P37-S02', plane: 37, state: 'down', load: 0.82, vendor: null, drill: true, via: ['P01-S02', 'P1-S10'] };

describe('filters', () => {
  it.each(['', '   ', 'plane=37', 'plane = 37 & state!=up', 'load>0.8', 'load>=0.82', 'load<1 plane<=37', 'name~p37',
    's02', 'P37 down', 'drill=true', 'vendor=', 'via=p1-s10', 'via~p01', 'via!=p9-s1'])('%j lets it pass', (text) => {
    expect(parseFilter(text)(row)).toBe(true);
  });

  it.each(['plane=3', 'plane!=37', 'state=up', 'load>0.9', 'name~p38', 'nothing', 'P37 up', 'vendor>1', 'missing=1', 'via=p1-s1', 'via!=P01-S02', 'p1-s10',
    'plane=37 & state=up'])('%j keeps it out', (text) => {
    expect(parseFilter(text)(row)).toBe(false);
  });
});
