import { describe, expect, it } from 'vitest';
import { NoFilter, noneOpen, ofNode, passesIncident } from '../src/model/incidents';
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

describe('the history of a node', () => {
  it('has what it caused and what names it, the newest first, and not its namesakes', () => {
    const items = [
      incident({ id: 'INC-1', cause: { kind: 'node', text: '', nodes: [7] } }),
      incident({ id: 'INC-2', at: '2026-08-11T09:00:00Z', title: 'link P1-S1 to P1-S2 lost' }),
      incident({ id: 'INC-3', title: 'P1-S10 lost' }),
      incident({
        id: 'INC-4', at: '2026-08-11T08:00:00Z', alarms: { count: 1, items: [{ at: '', what: 'P1-S1 went silent', clearedAt: null }] },
      }),
    ];
    expect(ofNode(items, { id: 7, name: 'P1-S1' }).map((item) => item.id)).toEqual(['INC-2', 'INC-4', 'INC-1']);
  });
});
