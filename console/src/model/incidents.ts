/** Incidents as the page holds them: the newest version of each wins, whichever way it came. */

import type { CatalogueNode, Incident, IncidentState, Severity } from '../wire/types';
import { clock } from './format';
import { incidents } from './store';
import { post } from './use-api';

/** Closed ones beyond this are forgotten, the oldest first; the table of closed ones asks the server. */
const KeptMax = 600;
const Ranks: Record<Severity, number> = { critical: 0, major: 1, minor: 2, drill: 3, info: 4 };

export function noteIncidents(items: readonly Incident[]): void {
  const map = new Map(incidents.peek());
  let changed = false;
  for (const item of items) {
    const known = map.get(item.id);
    if (known && known.version >= item.version) continue;
    map.set(item.id, item);
    changed = true;
  }
  if (!changed) return;
  for (const [id, item] of map) {
    if (map.size <= KeptMax) break;
    if (item.state === 'closed') map.delete(id);
  }
  incidents.value = map;
}

/** Those that are not closed, the gravest and newest first. */
export function openIncidents(): Incident[] {
  return [...incidents.value.values()].filter((item) => item.state !== 'closed').sort(byGravity);
}

export function byGravity(x: Incident, y: Incident): number {
  const acknowledged = Number(x.state !== 'open') - Number(y.state !== 'open');
  return acknowledged || Ranks[x.severity] - Ranks[y.severity] || (x.at < y.at ? 1 : x.at > y.at ? -1 : 0);
}

/** Which incidents to show; where nothing is named all are. */
export interface IncidentFilter {
  severities: readonly Severity[];
  states: readonly IncidentState[];
  /** Only those that this user owns. */
  mine: boolean;
}

export const NoFilter: IncidentFilter = { severities: [], states: [], mine: false };

export function passesIncident(filter: IncidentFilter, item: Incident, user: string | null): boolean {
  if (filter.severities.length > 0 && !filter.severities.includes(item.severity)) return false;
  if (filter.states.length > 0 && !filter.states.includes(item.state)) return false;
  return !filter.mine || (item.owner !== null && item.owner === user);
}

/** What a list without an open incident says: when the last one closed, or since when there was none at all. */
export function noneOpen(known: Iterable<Incident>, sinceText: string | null): string {
  let last: Incident | null = null;
  for (const item of known) {
    if (item.closedAt !== null && (last === null || item.closedAt > last.closedAt!)) last = item;
  }
  if (last) return `No open incident. The last, ${last.id}, closed at ${clock(last.closedAt)}.`;
  return sinceText === null ? 'No incidents so far.' : `No incidents since ${clock(sinceText).slice(0, 5)}.`;
}

/** Those that a node caused, or that name it in their title or an alarm; the newest first. */
export function ofNode(items: readonly Incident[], node: Pick<CatalogueNode, 'id' | 'name'>): Incident[] {
  const name = new RegExp(`(^|[^\\w-])${node.name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}($|[^\\w-])`);
  return items
    .filter((item) =>
      item.cause.nodes.includes(node.id) || name.test(item.title) || item.alarms.items.some((alarm) => name.test(alarm.what)))
    .sort((x, y) => (x.at < y.at ? 1 : -1));
}

export async function ackIncident(incident: Incident): Promise<void> {
  const verb = incident.acknowledged ? 'unack' : 'ack';
  const sent = await post<Incident>(`incidents/${incident.id}/${verb}`, {});
  if (sent.ok && sent.value) noteIncidents([sent.value]);
}
