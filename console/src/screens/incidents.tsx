/** Incidents: what is wrong and what was done about it; and drills, which break things on purpose and for a time. */

import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { acknowledge, select } from '../model/actions';
import { parseFilter } from '../model/filter';
import { clock, count, plural } from '../model/format';
import { byGravity, noteIncidents } from '../model/incidents';
import { filterText, incidents, selection, time } from '../model/store';
import { useRows } from '../model/use-rows';
import { useKeys } from '../ui/keys';
import { StateMark, toneOf } from '../ui/marks';
import { Panel } from '../ui/panel';
import { FilterBox } from '../ui/filter-box';
import { Choice, Tabs } from '../ui/tools';
import type { Incident, IncidentState } from '../wire/types';
import { shelving } from './incidents/actions';
import { IncidentDetail } from './incidents/detail';
import { DrillPanels } from './incidents/drills';

type GroupBy = 'none' | 'cause' | 'severity' | 'owner';
const tab = signal<IncidentState>('open');
const groupBy = signal<GroupBy>('none');
const States: readonly [IncidentState, string][] = [
  ['open', 'Open'],
  ['acknowledged', 'Acknowledged'],
  ['shelved', 'Shelved'],
  ['closed', 'Closed'],
];
const Empties: Record<IncidentState, string> = {
  open: 'No incident is open. What is acknowledged, shelved or closed is behind the other tabs.',
  acknowledged: 'No incident is acknowledged and still open.',
  shelved: 'Nothing is shelved. What is shelved comes back by itself.',
  closed: 'No incident has been closed in what is recorded.',
};

export function Incidents(): JSX.Element {
  const answer = useRows<Incident>('incidents', { everyMs: 5000 });
  const isLive = time.value.mode === 'live';
  useEffect(() => {
    if (isLive && answer.data) noteIncidents(answer.data);
  }, [isLive, answer.data]);
  // Live ones come by the socket too, and sooner; a replay shows what was so at its time.
  const all = isLive ? [...incidents.value.values()] : (answer.data ?? []);
  const passes = useMemo(() => parseFilter(filterText.value), [filterText.value]);
  const fitting = all.filter((item) => passes(fieldsOf(item))).sort(byGravity);
  const shown = fitting.filter((item) => item.state === tab.value);
  const chosen = all.find((item) => selection.value?.kind === 'incident' && item.id === selection.value.id) ?? null;

  const step = (by: number): void => {
    const at = shown.findIndex((item) => item.id === chosen?.id);
    const next = shown[(at + by + shown.length) % shown.length];
    if (next) select({ kind: 'incident', id: next.id });
  };
  useKeys([
    { key: 'a', title: 'Acknowledge the selected incident', group: 'Incidents', run: () => chosen && acknowledge(chosen) },
    { key: 'Shift+S', title: 'Shelve the selected incident', group: 'Incidents', run: () => chosen && (shelving.value = chosen.id) },
    { key: '[', title: 'Previous incident', group: 'Incidents', run: () => step(-1) },
    { key: ']', title: 'Next incident', group: 'Incidents', run: () => step(1) },
    { key: 'j', title: 'Next incident', group: 'Incidents', run: () => step(1) },
    { key: 'k', title: 'Previous incident', group: 'Incidents', run: () => step(-1) },
  ]);

  return (
    <div class="screen thirds">
      <Panel
        title="Incidents"
        class="grow"
        state={isLive && all.length > 0 && answer.status !== 'stale' ? 'ready' : answer.status}
        problem={answer.problem}
        asOf={answer.sinceMs}
        onRetry={answer.retry}
        empty={isLive ? 'Nothing has gone wrong so far.' : 'Nothing had gone wrong at this time.'}
        actions={
          <>
            <Choice
              label="By"
              value={groupBy.value}
              onChange={(value) => (groupBy.value = value)}
              options={[
                { value: 'none', text: 'gravity' },
                { value: 'cause', text: 'cause' },
                { value: 'severity', text: 'severity' },
                { value: 'owner', text: 'owner' },
              ]}
            />
            <FilterBox hint="plane" label="Filter the incidents" />
          </>
        }
      >
        <Tabs
          label="State"
          panelId="incident-list"
          active={tab.value}
          onChange={(id) => (tab.value = id)}
          tabs={States.map(([id, text]) => ({
            id,
            text: `${text} ${count(fitting.filter((item) => item.state === id).length)}`,
          }))}
        />
        <div class="tab-panel scroll" id="incident-list" role="tabpanel" aria-label={tab.value}>
          {shown.length === 0 ? (
            <p class="empty">{Empties[tab.value]}</p>
          ) : (
            groupsOf(shown, groupBy.value).map(([group, items]) => (
              <Group title={group} items={items} chosen={chosen?.id ?? null} key={group} />
            ))
          )}
        </div>
      </Panel>
      {chosen ? (
        <IncidentDetail incident={chosen} key={chosen.id} />
      ) : (
        <Panel title="Details" state="empty" empty="Choose an incident from the list: with the mouse, or with ] and [." />
      )}
      <DrillPanels />
    </div>
  );
}

function Group({ title, items, chosen }: { title: string; items: Incident[]; chosen: string | null }): JSX.Element {
  return (
    <section class="incident-group" aria-label={title || 'Incidents'}>
      {title && (
        <h3 class="cell-title">
          {title} ({count(items.length)})
        </h3>
      )}
      <ul>
        {items.map((item) => (
          <Row item={item} chosen={item.id === chosen} key={item.id} />
        ))}
      </ul>
    </section>
  );
}

function Row({ item, chosen }: { item: Incident; chosen: boolean }): JSX.Element {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (chosen) button.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const late = item.hit.streams.filter((stream) => stream.late + stream.lost > 0).length;
  return (
    <li class={item.drill === null ? '' : 'is-drill'}>
      <button
        ref={button}
        type="button"
        class="incident-row"
        aria-current={chosen ? 'true' : undefined}
        onClick={() => select({ kind: 'incident', id: item.id })}
      >
        <span class="incident-line">
          <StateMark tone={toneOf(item.severity)} text={item.severity.toUpperCase()} />
          <span class="mono muted">{item.id}</span>
          <span class="muted incident-time">{clock(item.at)}</span>
        </span>
        <span class="incident-title">{item.title}</span>
        <span class="muted incident-line">
          {plural(item.hit.links, 'link')}, {plural(item.hit.streams.length, 'stream')}
          {late > 0 && ` (${count(late)} missed)`}, {plural(item.alarms.count, 'alarm')}
          {item.owner && `, ${item.owner}`}
        </span>
      </button>
    </li>
  );
}

function groupsOf(items: Incident[], by: GroupBy): [string, Incident[]][] {
  if (by === 'none') return [['', items]];
  const groups = new Map<string, Incident[]>();
  for (const item of items) {
    const key = by === 'cause' ? item.cause.kind : by === 'severity' ? item.severity : (item.owner ?? 'nobody');
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups];
}

function fieldsOf(item: Incident): Record<string, string | number | null> {
  return {
    id: item.id,
    title: item.title,
    severity: item.severity,
    state: item.state,
    cause: item.cause.kind,
    text: item.cause.text,
    owner: item.owner,
    links: item.hit.links,
    streams: item.hit.streams.length,
    alarms: item.alarms.count,
  };
}
