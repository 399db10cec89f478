import { describe, expect, it } from 'vitest';
import { readSelection, readToken, readUrl, UrlDefaults, writeUrl } from '../src/model/url';
import type { UrlState } from '../src/model/url';

const states: UrlState[] = [
  UrlDefaults,
  { ...UrlDefaults, screen: 'topology', filter: 'plane=37 & state!=up' },
  { ...UrlDefaults, atMs: Date.UTC(2026, 7, 11, 7, 41, 3, 250), selection: { kind: 'sat', id: 'P03-S07' } },
  { ...UrlDefaults, layers: [], colourBy: 'load', view: 'map', selection: { kind: 'site', id: 'São Paulo: west & east' } },
  { ...UrlDefaults, recording: '20261120T234000Z-2' },
  { ...UrlDefaults, screen: 'plan', runs: ['WI-3', 'WI-12'] },
  { ...UrlDefaults, layers: ['orbits'], selection: { kind: 'incident', id: 'INC-7' } },
];

describe('the address', () => {
  it.each(states.map((state) => [writeUrl(state), state] as const))('%s comes back', (text, state) => {
    expect(readUrl(text)).toEqual(state);
  });

  it('says little when all is usual', () => expect(writeUrl(UrlDefaults)).toBe('?t=live'));

  it('can be read by people', () => {
    expect(writeUrl(states[2]!)).toBe('?t=2026-08-11T07:41:03.250Z&sel=sat:P03-S07');
  });

  it('names two what-ifs at most, and nothing that is no name', () => {
    expect(readUrl('?run=WI-1,<b>,WI-2,WI-3').runs).toEqual(['WI-1', 'WI-2']);
  });

  it.each(['?scr=nowhere', '?t=yesterday', '?sel=:', '?sel=sat:', '?sel=moon:1', '?lay=x', '?by=&view=', '?%'])(
    '%s is taken for what can be understood of it',
    (text) => {
      const read = readUrl(text);
      expect(read.screen).toBe('overview');
      expect(read.atMs).toBeNull();
      expect(read.selection).toBeNull();
    },
  );
});

describe('selections', () => {
  it('have a kind and a name, which may have colons', () => {
    expect(readSelection('site:Port: west')).toEqual({ kind: 'site', id: 'Port: west' });
  });
});

describe('the token of an address', () => {
  it('is read', () => expect(readToken('#token=abcdefghijklmnopqrstuv')).toBe('abcdefghijklmnopqrstuv'));
  it.each(['', '#', '#token=', '#token=a b<script>', '#other=1'])('%s is none', (hash) => {
    expect(readToken(hash)).toBeNull();
  });
});
