/** Open incidents, the gravest first, each acknowledged with one click. */

import type { JSX } from 'preact';
import { acknowledge, goTo, select } from '../model/actions';
import { clock, plural } from '../model/format';
import { byGravity, openIncidents } from '../model/incidents';
import { catalogue, selection, session, time } from '../model/store';
import { useApi, usePost } from '../model/use-api';
import type { Incident, Page } from '../wire/types';
import { Button } from '../ui/button';
import { useKeys } from '../ui/keys';
import { Shape, toneOf } from '../ui/marks';
import { Panel } from '../ui/panel';

export function IncidentPanel(): JSX.Element {
  const past = time.value.mode === 'replay';
  const then = useApi<Page<Incident>>(past && session.value === 'in' ? 'incidents' : null, { limit: 200 });
  const items = past
    ? (then.data?.items ?? []).filter((item) => item.state !== 'closed').sort(byGravity)
    : openIncidents();
  useIncidentKeys(items);
  const status = past ? (then.status === 'ready' ? 'ready' : then.status) : catalogue.value ? 'ready' : 'loading';
  return (
    <Panel
      title={`Incidents (${items.length})`}
      class="incident-panel"
      state={status === 'ready' && items.length === 0 ? 'empty' : status}
      problem={then.problem}
      onRetry={then.retry}
      empty={past ? 'No incident at this time.' : 'No open incident: every alarm has cleared.'}
      actions={
        <Button small tone="quiet" onClick={() => goTo('incidents')}>
          All
        </Button>
      }
    >
      <ul class="incident-list">
        {items.map((item) => (
          <IncidentRow item={item} past={past} key={item.id} />
        ))}
      </ul>
    </Panel>
  );
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
