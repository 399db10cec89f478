/** Open incidents, the gravest first, each acknowledged with one click. */

import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { acknowledge, goTo, select } from '../model/actions';
import { clock, plural } from '../model/format';
import { byGravity, NoFilter, noneOpen, openIncidents, passesIncident } from '../model/incidents';
import type { IncidentFilter } from '../model/incidents';
import { about, catalogue, incidents, isCutOff, selection, session, time, toldMs } from '../model/store';
import { useApi, usePost } from '../model/use-api';
import type { About, Incident, IncidentState, Page, Severity } from '../wire/types';
import { Button } from '../ui/button';
import { useKeys } from '../ui/keys';
import { Shape, toneOf } from '../ui/marks';
import { Panel } from '../ui/panel';

const filter = signal<IncidentFilter>(NoFilter);
const isFilterOpen = signal(false);

export function IncidentPanel(): JSX.Element {
  const past = time.value.mode === 'replay';
  const then = useApi<Page<Incident>>(past && session.value === 'in' ? 'incidents' : null, { limit: 200 });
  const all = past
    ? (then.data?.items ?? []).filter((item) => item.state !== 'closed').sort(byGravity)
    : openIncidents();
  const user = about.value?.user?.name ?? null;
  const items = all.filter((item) => passesIncident(filter.value, item, user));
  const hidden = all.length - items.length;
  useIncidentKeys(items);
  const status = past ? (then.status === 'ready' ? 'ready' : then.status) : catalogue.value ? 'ready' : 'loading';
  const none = past ? 'No incident at this time.' : noneOpen(incidents.value.values(), sinceOf(about.value));
  return (
    <Panel
      title={`Incidents (${hidden > 0 ? `${items.length} of ${all.length}` : items.length})`}
      class="incident-panel"
      state={status === 'ready' || status === 'empty' ? (isCutOff.value ? 'stale' : 'ready') : status}
      asOf={toldMs()}
      problem={then.problem}
      onRetry={then.retry}
      actions={
        <>
          <Button
            small
            tone="quiet"
            expanded={isFilterOpen.value}
            onClick={() => (isFilterOpen.value = !isFilterOpen.value)}
          >
            {filter.value === NoFilter ? 'Filter' : 'Filtered'}
          </Button>
          <Button small tone="quiet" onClick={() => goTo('incidents')}>
            All
          </Button>
        </>
      }
    >
      {isFilterOpen.value && <Filter value={filter.value} onChange={(next) => (filter.value = next)} />}
      {items.length === 0 && (
        <p class="empty">
          {hidden === 0 ? none : `None of the ${plural(hidden, 'open incident')} passes the filter. `}
          {hidden > 0 && (
            <button type="button" class="link" onClick={() => (filter.value = NoFilter)}>
              Show all
            </button>
          )}
        </p>
      )}
      <ul class="incident-list">
        {items.map((item) => (
          <IncidentRow item={item} past={past} key={item.id} />
        ))}
      </ul>
    </Panel>
  );
}

/** From when on incidents are known here. */
function sinceOf(known: About | null): string | null {
  return known?.historyFrom ?? known?.start ?? null;
}

const Severities: readonly Severity[] = ['critical', 'major', 'minor', 'drill'];
const States: readonly IncidentState[] = ['open', 'acknowledged', 'shelved'];

function Filter({ value, onChange }: { value: IncidentFilter; onChange: (next: IncidentFilter) => void }): JSX.Element {
  const change = (part: Partial<IncidentFilter>): void => {
    const next = { ...value, ...part };
    onChange(next.severities.length === 0 && next.states.length === 0 && !next.mine ? NoFilter : next);
  };
  return (
    <div class="incident-filter" role="group" aria-label="Show only">
      <div>
        {Severities.map((name) => (
          <Button
            small
            key={name}
            pressed={value.severities.includes(name)}
            onClick={() => change({ severities: toggled(value.severities, name) })}
          >
            {name}
          </Button>
        ))}
      </div>
      <div>
        {States.map((name) => (
          <Button
            small
            key={name}
            pressed={value.states.includes(name)}
            onClick={() => change({ states: toggled(value.states, name) })}
          >
            {name}
          </Button>
        ))}
        <Button small pressed={value.mine} onClick={() => change({ mine: !value.mine })}>
          mine
        </Button>
      </div>
    </div>
  );
}

function toggled<T>(names: readonly T[], name: T): T[] {
  return names.includes(name) ? names.filter((other) => other !== name) : [...names, name];
}

function IncidentRow({ item, past }: { item: Incident; past: boolean }): JSX.Element {
  const tone = toneOf(item.severity);
  const chosen = selection.value?.kind === 'incident' && selection.value.id === item.id;
  const late = item.hit.streams.filter((stream) => stream.late > 0).length;
  return (
    <li class={`incident ${chosen ? 'chosen' : ''} ${item.state === 'open' ? '' : 'seen'}`}>
      <Shape tone={tone} size={13} />
      <button
        type="button"
        class="incident-main"
        aria-pressed={chosen}
        onClick={() => select(chosen ? null : { kind: 'incident', id: item.id })}
      >
        <span class="incident-title">
          <span class={`incident-severity tone-${tone}`}>{item.severity}</span> {item.title}
        </span>
        <span class="incident-note">
          {clock(item.at)} · {plural(item.hit.links, 'link')}, {plural(item.hit.streams.length, 'stream')}
          {late > 0 && <strong class="tone-risk">, {late} late now</strong>} · {plural(item.alarms.count, 'alarm')}
        </span>
        {item.acknowledged && <span class="incident-note">acknowledged by {item.acknowledged.by}</span>}
        {item.shelved && <span class="incident-note">shelved until {clock(item.shelved.until)}</span>}
      </button>
      {item.severity === 'drill' ? (
        !past && <StopDrill item={item} />
      ) : (
        !past && (
          <Button
            small
            needs="operator"
            pressed={item.acknowledged !== null}
            label={`${item.acknowledged ? 'Acked: take that back for' : 'Ack'} ${item.id}`}
            onClick={() => acknowledge(item)}
          >
            {item.acknowledged ? 'Acked' : 'Ack'}
            <span class="sr-only"> {item.id}</span>
          </Button>
        )
      )}
    </li>
  );
}

function StopDrill({ item }: { item: Incident }): JSX.Element | null {
  const stop = usePost<unknown>();
  if (item.drill === null || item.clearedAt !== null) return null;
  return (
    <Button
      small
      needs="drill lead"
      busy={stop.busy}
      onClick={() => void stop.run(`drills/${item.drill}/stop`, {}, 'The drill is stopped.')}
    >
      Stop
      <span class="sr-only"> the drill of {item.id}</span>
    </Button>
  );
}

function useIncidentKeys(items: readonly Incident[]): void {
  const at = items.findIndex((item) => selection.value?.kind === 'incident' && item.id === selection.value.id);
  const step = (by: number): void => {
    if (items.length === 0) return;
    const next = items[at < 0 ? (by > 0 ? 0 : items.length - 1) : (at + by + items.length) % items.length]!;
    select({ kind: 'incident', id: next.id });
  };
  const ack = (): void => {
    const item = items[at];
    if (item && !item.acknowledged) acknowledge(item);
  };
  useKeys([
    { key: '[', title: 'the incident before', group: 'Incidents', run: () => step(-1) },
    { key: ']', title: 'the next incident', group: 'Incidents', run: () => step(1) },
    { key: 'a', title: 'acknowledge the selected incident', group: 'Incidents', run: ack },
  ]);
}
