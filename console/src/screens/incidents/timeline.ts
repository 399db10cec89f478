/** What happened in an incident, as one list. Pure. */

import type { Incident } from '../../wire/types';

export interface TimelineRow {
  at: string;
  text: string;
  /** Who did it: an alarm, the network by itself, a person. */
  by: 'alarm' | 'network' | 'person';
}

/** Everything in the order of time: its begin, the first alarm, what the network did, what people did. */
export function timelineOf(incident: Incident): TimelineRow[] {
  const first = incident.alarms.items[0];
  const rows: TimelineRow[] = [
    { at: incident.at, text: 'It began.', by: 'alarm' },
    ...incident.did.map((deed): TimelineRow => ({ at: deed.at, text: deed.text, by: 'network' })),
    ...incident.comments.map((one): TimelineRow => ({ at: one.at, text: `${one.by}: ${one.text}`, by: 'person' })),
  ];
  const more = (at: string | null | undefined, text: string, by: TimelineRow['by']): void => {
    if (at) rows.push({ at, text, by });
  };
  more(first?.at, `First alarm: ${first?.what}`, 'alarm');
  more(incident.acknowledged?.at, `Acknowledged by ${incident.acknowledged?.by}`, 'person');
  more(incident.clearedAt, 'The last alarm cleared.', 'alarm');
  more(incident.closedAt, 'Closed.', 'alarm');
  return rows.sort((x, y) => (x.at < y.at ? -1 : x.at > y.at ? 1 : 0));
}
