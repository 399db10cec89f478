/** One node: its health, its neighbours, its links now and those of the next ninety minutes, and what goes through it. */

import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { goTo, select, selectNode, showOnGlobe } from '../../model/actions';
import { clock, count, Dash, dateTime, fixed, ms, share } from '../../model/format';
import { catalogue, following, nodesByName } from '../../model/store';
import { carpetOf } from '../../model/topology';
import { useApi } from '../../model/use-api';
import { Button } from '../../ui/button';
import { Panel } from '../../ui/panel';
import { DataTable } from '../../ui/table';
import type { Column } from '../../ui/table';
import { Facts } from '../../ui/tools';
import type { CatalogueNode, LinkRow, NodeDetail } from '../../wire/types';
import { draftDrill } from '../incidents/draft';
import { Drop, Load, State } from './columns';
import { NodeHistory } from './history';
import { LocalMap } from './local-map';
import { StreamChips } from './streams';
import { Windows } from './windows';

/** Kept while one node after the other is looked at. */
const showsHistory = signal(false);

export function NodeDetailPanel({ node }: { node: CatalogueNode }): JSX.Element {
  const answer = useApi<NodeDetail>(`nodes/${node.id}`, {}, { everyMs: 3000 });
  const kind = node.kind === 'satellite' ? 'sat' : 'site';
  return (
    <Panel
      title={node.name}
      class="detail"
      state={answer.status}
      problem={answer.problem}
      asOf={answer.data?.asOf ?? answer.sinceMs}
      onRetry={answer.retry}
      actions={
        <>
          <Button small onClick={() => showOnGlobe({ kind, id: node.name })}>
            Show on globe
          </Button>
          <Button
            small
            onClick={() => {
              showOnGlobe({ kind, id: node.name });
              following.value = true;
            }}
          >
            Follow
          </Button>
          <Button
            small
            disabled={answer.data?.streams.length === 0}
            why="No stream goes through it now."
            title="The streams whose way leads through it"
            onClick={() => goTo('streams', `via=${node.name}`)}
          >
            Streams through
          </Button>
          <Button small pressed={showsHistory.value} onClick={() => (showsHistory.value = !showsHistory.value)}>
            History
          </Button>
          <Button small needs="drill lead" onClick={() => draftDrill({ kind: 'node', node: node.name })}>
            Drill…
          </Button>
          <Button small tone="quiet" label="Close the details" onClick={() => select(null)}>
            ✕
          </Button>
        </>
      }
    >
      {showsHistory.value && <NodeHistory node={node} />}
      {answer.data && <Content node={answer.data} />}
    </Panel>
  );
}

function Content({ node }: { node: NodeDetail }): JSX.Element {
  const nodes = catalogue.value?.nodes ?? [];
  const carpet = useMemo(() => carpetOf(nodes), [nodes]);
  return (
    <div class="detail-flow">
      <div class="side-by-side">
        <div class="cell">
          <h3 class="cell-title">Health</h3>
          <Facts facts={factsOf(node)} />
        </div>
        {(node.plane ?? -1) >= 0 && (
          <div class="cell">
            <h3 class="cell-title">Around it: two planes, two slots</h3>
            <LocalMap carpet={carpet} id={node.id} />
          </div>
        )}
      </div>
      <div class="cell">
        <h3 class="cell-title">Links now</h3>
        <DataTable
          caption={`Links of ${node.name}`}
          columns={columnsFor(node.id)}
          rows={node.linkRows}
          rowKey={(row) => row.id}
          onSelect={(row) => selectNode(nodesByName.value.get(peerOf(row, node.id)) ?? null)}
          height={node.linkRows.length > 7 ? '250px' : 'auto'}
          empty="It has no link now."
        />
      </div>
      <div class="cell">
        <h3 class="cell-title">Links of the next 90 min, by plan</h3>
        <Windows node={node} />
      </div>
      <StreamChips title="Streams through it" ids={node.streams} />
    </div>
  );
}

function peerOf(row: LinkRow, id: number): string {
  return row.a === id ? row.bName : row.aName;
}

function columnsFor(id: number): Column<LinkRow>[] {
  return [
    { id: 'state', title: 'State', width: '118px', value: (row) => row.state, cell: (row) => <State state={row.state} cause={row.cause} /> },
    { id: 'peer', title: 'To', value: (row) => peerOf(row, id), cell: (row) => <span title={row.kind}>{peerOf(row, id)}</span> },
    { id: 'load', title: 'Load', width: '104px', value: (row) => row.load, cell: (row) => <Load value={row.load} /> },
    { id: 'range', title: 'km', width: '60px', align: 'end', value: (row) => row.rangeKm, cell: (row) => count(row.rangeKm) },
    { id: 'ms', title: 'ms', width: '56px', align: 'end', value: (row) => row.oneWayMs, cell: (row) => fixed(row.oneWayMs, 2) },
    { id: 'drop', title: 'Next drop', width: '124px', value: (row) => row.closes, cell: (row) => <Drop row={row} /> },
  ];
}

function factsOf(node: NodeDetail): readonly [string, JSX.Element | string][] {
  const known = catalogue.value?.nodes[node.id];
  return [
    ['State', <State state={node.state} cause={node.cause} />],
    ['Since', <span title={dateTime(node.since)}>{clock(node.since)}</span>],
    ['Kind', node.kind],
    ...((node.plane ?? -1) < 0 ? [] : ([['Plane, slot', `${node.plane}, ${node.slot}`]] as [string, string][])),
    ['Vendor', known?.vendor || Dash],
    ['Place', `${degrees(node.lat, 'N', 'S')} ${degrees(node.lon, 'E', 'W')}`],
    ['Altitude', node.altKm === null ? Dash : `${count(node.altKm)} km`],
    ['Load', share(node.load, 0)],
    ['Eclipse', node.eclipse === null ? Dash : node.eclipse ? 'in the shadow' : 'in the sun'],
    ['Clock error', node.clockErrorMs === null ? Dash : `${ms(node.clockErrorMs)} ms`],
  ];
}

function degrees(value: number | null, plus: string, minus: string): string {
  return value === null ? Dash : `${Math.abs(value).toFixed(2)}°${value < 0 ? minus : plus}`;
}
