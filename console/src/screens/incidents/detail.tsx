/** One incident: what it hit, what happened when, what the network did by itself, and what can be done. */

import type { JSX } from 'preact';
import { goToTime, select, selectNode, showOnGlobe, goTo } from '../../model/actions';
import { clock, count, dateTime, plural, span } from '../../model/format';
import { nodeOf, nowMs, second, streamsById } from '../../model/store';
import { Button } from '../../ui/button';
import { StateMark, toneOf } from '../../ui/marks';
import { Panel } from '../../ui/panel';
import { DataTable } from '../../ui/table';
import { Facts } from '../../ui/tools';
import type { Incident } from '../../wire/types';
import { IncidentActions } from './actions';
import { timelineOf } from './timeline';

const ReplayBeforeMs = 30_000;
const NodesShown = 12;

export function IncidentDetail({ incident }: { incident: Incident }): JSX.Element {
  const isDrill = incident.drill !== null;
  return (
    <Panel
      title={incident.id}
      class={`detail ${isDrill ? 'is-drill' : ''}`}
      actions={
        <>
          <Button small onClick={() => showOnGlobe({ kind: 'incident', id: incident.id })} title="g">
            Show on globe
          </Button>
          <Button small onClick={() => goToTime(Date.parse(incident.at) - ReplayBeforeMs)}>
            Replay from 30 s before
          </Button>
          <Button small tone="quiet" label="Close the details" onClick={() => select(null)}>
            ✕
          </Button>
        </>
      }
    >
      <div class="detail-flow">
        <div class="cell">
          {isDrill && <span class="badge tone-drill hatched">DRILL: not a real fault</span>}
          <p class="incident-heading">{incident.title}</p>
          <IncidentActions incident={incident} />
        </div>
        <div class="cell">
          <Facts facts={factsOf(incident)} />
          {incident.cause.nodes.length > 0 && <Nodes ids={incident.cause.nodes} />}
        </div>
        <div class="cell">
          <h3 class="cell-title">What happened</h3>
          <Timeline incident={incident} />
        </div>
        <div class="cell">
          <h3 class="cell-title">Streams hit ({count(incident.hit.streams.length)})</h3>
          <HitStreams incident={incident} />
        </div>
        <div class="cell">
          <h3 class="cell-title">
            Alarms ({count(incident.alarms.count)})
          </h3>
          <Alarms incident={incident} />
        </div>
      </div>
    </Panel>
  );
}

function factsOf(incident: Incident): readonly [string, JSX.Element | string][] {
  void second.value;
  const end = Date.parse(incident.clearedAt ?? incident.closedAt ?? '') || nowMs();
  return [
    ['Severity', <StateMark tone={toneOf(incident.severity)} text={incident.severity} />],
    ['State', incident.state],
    ['Likely cause', `${incident.cause.kind}: ${incident.cause.text}`],
    ['Began', <span title={dateTime(incident.at)}>{clock(incident.at)}</span>],
    [incident.clearedAt ? 'Lasted' : 'Lasts', span(end - Date.parse(incident.at))],
    ['Hit', `${plural(incident.hit.nodes, 'node')}, ${plural(incident.hit.links, 'link')}`],
    ['Owner', incident.owner ?? 'nobody'],
    ...(incident.shelved
      ? ([['Shelved until', `${clock(incident.shelved.until)}, by ${incident.shelved.by}: ${incident.shelved.reason}`]] as [string, string][])
      : []),
  ];
}

function Nodes({ ids }: { ids: readonly number[] }): JSX.Element {
  return (
    <ul class="chips">
      {ids.slice(0, NodesShown).map((id) => (
        <li key={id}>
          <Button
            small
            onClick={() => {
              goTo('topology');
              selectNode(nodeOf(id));
            }}
          >
            {nodeOf(id)?.name ?? id}
          </Button>
        </li>
      ))}
      {ids.length > NodesShown && <li class="muted">and {count(ids.length - NodesShown)} more</li>}
    </ul>
  );
}

const Tones = { alarm: 'down', network: 'good', person: 'up' } as const;
const Whos = { alarm: 'alarm', network: 'by itself', person: 'person' };

function Timeline({ incident }: { incident: Incident }): JSX.Element {
  const start = Date.parse(incident.at);
  return (
    <ol class="timeline">
      {timelineOf(incident).map((row) => (
        <li key={`${row.at} ${row.text}`}>
          <time dateTime={row.at} title={dateTime(row.at)}>
            {after(Date.parse(row.at) - start, row.at)}
          </time>
          <span>
            <StateMark tone={Tones[row.by]} text={Whos[row.by]} quiet /> {row.text}
          </span>
        </li>
      ))}
    </ol>
  );
}

function after(ms: number, at: string): string {
  if (ms <= 0) return clock(at);
  return ms < 60_000 ? `+${(ms / 1000).toFixed(1)} s` : `+${span(ms)}`;
}

function HitStreams({ incident }: { incident: Incident }): JSX.Element {
  return (
    <DataTable
      caption={`Streams that ${incident.id} hit`}
      columns={[
        {
          id: 'name',
          title: 'Stream',
          value: (row) => streamsById.value.get(row.id)?.name ?? '',
          cell: (row) => streamsById.value.get(row.id)?.name ?? `stream ${row.id}`,
        },
        { id: 'late', title: 'Late', width: '72px', align: 'end', value: (row) => row.late, cell: (row) => count(row.late) },
        { id: 'lost', title: 'Lost', width: '72px', align: 'end', value: (row) => row.lost, cell: (row) => count(row.lost) },
      ]}
      rows={incident.hit.streams}
      rowKey={(row) => row.id}
      defaultSort={{ column: 'late', down: true }}
      onOpen={(row) => {
        goTo('streams');
        select({ kind: 'stream', id: String(row.id) });
      }}
      height={incident.hit.streams.length > 5 ? '190px' : 'auto'}
      empty="No promise has suffered."
    />
  );
}

function Alarms({ incident }: { incident: Incident }): JSX.Element {
  const { items } = incident.alarms;
  return (
    <details>
      <summary>
        {incident.alarms.count === items.length
          ? plural(items.length, 'alarm')
          : `The first ${count(items.length)} of ${count(incident.alarms.count)}`}
      </summary>
      <DataTable
        caption={`Alarms of ${incident.id}`}
        columns={[
          { id: 'at', title: 'Time', width: '80px', value: (row) => row.at, cell: (row) => clock(row.at) },
          { id: 'what', title: 'What', value: (row) => row.what, cell: (row) => <span title={row.what}>{row.what}</span> },
          { id: 'cleared', title: 'Cleared', width: '80px', value: (row) => row.clearedAt, cell: (row) => clock(row.clearedAt) },
        ]}
        rows={items}
        rowKey={(row) => `${row.at} ${row.what}`}
        height="220px"
      />
    </details>
  );
}
