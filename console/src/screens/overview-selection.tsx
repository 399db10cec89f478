/** What is selected on the globe, in a few lines, and the way to all of it. */

import type { JSX } from 'preact';
import { goTo, select } from '../model/actions';
import { count, Dash, ms, share } from '../model/format';
import { LinkStates, NodeStates, plainState, VacantKind } from '../model/scene';
import {
  incidents, nodeOf, scene, selectedNode, selection, streamsById, versions,
} from '../model/store';
import type { ScreenName } from '../model/url';
import type { CatalogueNode, CatalogueStream, Incident } from '../wire/types';
import { Button } from '../ui/button';
import { StateMark, toneOf } from '../ui/marks';
import { Panel } from '../ui/panel';

export function SelectionPanel(): JSX.Element | null {
  const chosen = selection.value;
  if (!chosen) return null;
  const node = selectedNode.value;
  const stream = chosen.kind === 'stream' ? streamsById.value.get(Number(chosen.id)) : undefined;
  const incident = chosen.kind === 'incident' ? incidents.value.get(chosen.id) : undefined;
  if (node) return <Shell title={node.name} to="topology" body={<NodeFacts node={node} />} />;
  if (stream) return <Shell title={stream.name} to="streams" body={<StreamFacts stream={stream} />} />;
  if (incident) return <Shell title={incident.id} to="incidents" body={<IncidentFacts item={incident} />} />;
  return null;
}

function Shell({ title, to, body }: { title: string; to: ScreenName; body: JSX.Element }): JSX.Element {
  return (
    <Panel
      title={title}
      class="selection-panel"
      actions={
        <>
          <Button small tone="quiet" onClick={() => goTo(to)}>
            Details
          </Button>
          <Button small tone="quiet" label="Clear the selection" onClick={() => select(null)}>
            ×
          </Button>
        </>
      }
    >
      {body}
    </Panel>
  );
}

function NodeFacts({ node }: { node: CatalogueNode }): JSX.Element {
  void versions.states.value;
  const state = NodeStates[plainState(scene.nodeState[node.id] ?? 0)] ?? 'unknown';
  const links: { peer: string; state: string }[] = [];
  for (let i = 0; i < scene.links; i++) {
    const mine = scene.linkA[i] === node.id || scene.linkB[i] === node.id;
    if (!mine || scene.linkKind[i] === VacantKind) continue;
    const peer = scene.linkA[i] === node.id ? scene.linkB[i]! : scene.linkA[i]!;
    links.push({
      peer: nodeOf(peer)?.name ?? String(peer),
      state: LinkStates[plainState(scene.linkState[i]!)] ?? 'unknown',
    });
  }
  return (
    <>
      <dl class="facts">
        <dt>State</dt>
        <dd>
          <StateMark tone={toneOf(state)} text={state} />
        </dd>
        <dt>{node.plane < 0 ? 'Kind' : 'Plane, slot'}</dt>
        <dd>{node.plane < 0 ? node.kind : `${node.plane}, ${node.slot}`}</dd>
        {node.vendor && <dt>Owner</dt>}
        {node.vendor && <dd>{node.vendor}</dd>}
      </dl>
      <ul class="peers" aria-label="Links">
        {links.map((link) => (
          <li key={link.peer}>
            <StateMark tone={toneOf(link.state)} text={link.peer} />
            <span class="muted">{link.state}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function StreamFacts({ stream }: { stream: CatalogueStream }): JSX.Element {
  void versions.stats.value;
  void versions.routes.value;
  const stat = scene.stats.get(stream.id);
  const way = scene.routes.get(stream.id)?.[0];
  const sent = stat?.sent ?? 0;
  return (
    <dl class="facts">
      <dt>Way</dt>
      <dd>
        {nodeOf(stream.from)?.name} → {nodeOf(stream.to)?.name}
      </dd>
      <dt>Hops now</dt>
      <dd>{way && way.length > 0 ? count(way.length - 1) : Dash}</dd>
      <dt>p50, p99</dt>
      <dd>
        {ms(stat?.p50Ms)}, {ms(stat?.p99Ms)} ms
      </dd>
      <dt>Best way</dt>
      <dd>{ms(stat?.boundMs)} ms</dd>
      <dt>Deadline</dt>
      <dd>{ms(stream.deadlineMs)} ms</dd>
      <dt>On time, 5 min</dt>
      <dd>{stat && sent > 0 ? share(1 - (stat.late + stat.lost) / sent) : Dash}</dd>
    </dl>
  );
}

function IncidentFacts({ item }: { item: Incident }): JSX.Element {
  return (
    <>
      <p>{item.title}</p>
      {item.cause && <p class="muted">Cause: {item.cause.text}</p>}
      <ul class="did">
        {item.did.slice(-4).map((step) => (
          <li key={`${step.at} ${step.text}`}>
            <span class="muted">{step.at.slice(11, 19)}</span> {step.text}
          </li>
        ))}
      </ul>
    </>
  );
}
