import { expect, it } from 'vitest';
import { timelineOf } from '../src/screens/incidents/timeline';
import type { Incident } from '../src/wire/types';

const at = (second: number): string => new Date(Date.UTC(2026, 7, 11, 0, 0, second)).toISOString();

const incident: Incident = {
  id: 'INC-7', version: 3, severity: 'major', state: 'closed', title: 'A site is silent', at: at(0), clearedAt: at(40),
  closedAt: at(50), cause: { kind: 'node', text: 'svalbard', nodes: [66] },
  alarms: { count: 1, items: [{ at: at(0), what: 'svalbard does not answer', clearedAt: at(40) }] },
  hit: { nodes: 1, links: 4, streams: [] }, did: [{ at: at(1), text: '14 streams rerouted' }],
  acknowledged: { by: 'ana', at: at(20) }, shelved: null, owner: null, comments: [{ at: at(30), by: 'ben', text: 'seen' }],
  drill: null,
};

it('puts alarms, what the network did and what people did in the order of time', () => {
  expect(timelineOf(incident).map((row) => [row.by, row.text])).toEqual([
    ['alarm', 'It began.'],
    ['alarm', 'First alarm: svalbard does not answer'],
    ['network', '14 streams rerouted'],
    ['person', 'Acknowledged by ana'],
    ['person', 'ben: seen'],
    ['alarm', 'The last alarm cleared.'],
    ['alarm', 'Closed.'],
  ]);
});

it('leaves out what has not happened', () => {
  const open = { ...incident, clearedAt: null, closedAt: null, acknowledged: null, comments: [], did: [] };
  expect(timelineOf(open)).toHaveLength(2);
});
