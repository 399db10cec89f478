import { describe, expect, it } from 'vitest';
import { NoFilter, noneOpen, passesIncident } from '../src/model/incidents';
import type { Incident } from '../src/wire/types';

const incident = (part: Partial<Incident>): Incident => ({
  id: 'INC-1', version: 1, severity: 'major', state: 'open', title: '', at: '2026-08-11T07:00:00Z', clearedAt: null,
  closedAt: null, cause: { kind: 'node', text: '', nodes: [] }, alarms: { count: 0, items: [] },
  hit: { nodes: 0, links: 0, streams: [] }, did: [], acknowledged: null, shelved: null, owner: null, comments: [],
  drill: null, ...part,
});

describe('the filter of incidents', () => {
  it('lets all pass that names nothing', () => {
    expect(passesIncident(NoFilter, incident({ severity: 'drill', state: 'shelved' }), null)).toBe(true);
  });

  it('wants one of the severities and one of the states that it names', () => {
    const filter = { ...NoFilter, severities: ['critical', 'major'] as const, states: ['open'] as const };
    expect(passesIncident(filter, incident({}), 'ana')).toBe(true);
    expect(passesIncident(filter, incident({ severity: 'drill' }), 'ana')).toBe(false);
    expect(passesIncident(filter, incident({ state: 'acknowledged' }), 'ana')).toBe(false);
  });

  it('knows whose an incident is', () => {
    const mine = { ...NoFilter, mine: true };
    expect(passesIncident(mine, incident({ owner: 'ana' }), 'ana')).toBe(true);
    expect(passesIncident(mine, incident({ owner: 'ben' }), 'ana')).toBe(false);
    expect(passesIncident(mine, incident({ owner: null }), null)).toBe(false);
  });
});

describe('a list without an open incident', () => {
  it('says since when there was none', () => {
    expect(noneOpen([], '2026-08-11T07:41:03Z')).toBe('No incidents since 07:41.');
  });

  it('names the one that closed last', () => {
    const closed = (id: string, closedAt: string) => incident({ id, state: 'closed', closedAt });
    const text = noneOpen([closed('INC-2', '2026-08-11T08:10:00Z'), closed('INC-1', '2026-08-11T08:00:00Z')], null);
    expect(text).toBe('No open incident. The last, INC-2, closed at 08:10:00.');
  });
});
