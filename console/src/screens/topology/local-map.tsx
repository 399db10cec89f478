/** A satellite among its neighbours: two planes and two slots each way, with the links between them as they are. */

import type { JSX } from 'preact';
import { selectNode } from '../../model/actions';
import { plainState, VacantKind } from '../../model/scene';
import { nodeOf, scene, versions } from '../../model/store';
import { causeOf, markOf, neighbourOf } from '../../model/topology';
import type { Carpet } from '../../model/topology';
import { toneOf } from '../../ui/marks';
import type { Tone } from '../../ui/marks';

const Reach = 2;
const Step = 40;
const Margin = 22;
const Size = Margin * 2 + Step * Reach * 2;
const NodeWords = ['up', 'degraded', 'down', 'hangs', 'unknown'];
const LinkWords = ['up', 'degraded', 'down', 'opening', 'unknown'];
const Around: readonly [string, number, number][] = [
  ['ahead', 0, 1],
  ['behind', 0, -1],
  ['plane before', -1, 0],
  ['plane after', 1, 0],
];

interface Spot {
  id: number;
  x: number;
  y: number;
}

export function LocalMap({ carpet, id }: { carpet: Carpet; id: number }): JSX.Element {
  void versions.states.value;
  const spots = new Map<number, Spot>();
  for (let plane = -Reach; plane <= Reach; plane++) {
    for (let slot = -Reach; slot <= Reach; slot++) {
      const found = neighbourOf(carpet, id, plane, slot);
      if (found === null || spots.has(found)) continue;
      spots.set(found, { id: found, x: Margin + (plane + Reach) * Step, y: Margin + (Reach - slot) * Step });
    }
  }
  return (
    <div class="local-map">
      <svg viewBox={`0 0 ${Size} ${Size}`} width={Size} height={Size} aria-hidden="true">
        {lines(spots)}
        {[...spots.values()].map((spot) => (
          <Dot spot={spot} chosen={spot.id === id} key={spot.id} />
        ))}
      </svg>
      <ul class="neighbours">
        {Around.map(([word, planes, slots]) => {
          const other = neighbourOf(carpet, id, planes, slots);
          const node = other === null ? null : nodeOf(other);
          return (
            <li key={word}>
              <span class="muted">{word}</span>
              {node ? (
                <button type="button" class="link" onClick={() => selectNode(node)}>
                  {node.name}
                </button>
              ) : (
                <span>none</span>
              )}
              <span class="muted">{node ? linkWord(id, node.id) : ''}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Dot({ spot, chosen }: { spot: Spot; chosen: boolean }): JSX.Element {
  const state = scene.nodeState[spot.id] ?? 0;
  const { tone } = markOf(NodeWords[plainState(state)] ?? 'unknown', causeOf(state, scene.nodeCause[spot.id] ?? 0));
  const name = nodeOf(spot.id)?.name ?? String(spot.id);
  return (
    <g class={`tone-${toneOf(tone)} spot`} onClick={() => selectNode(nodeOf(spot.id))}>
      <title>{name}</title>
      {chosen && <circle class="spot-chosen" cx={spot.x} cy={spot.y} r="11" />}
      {mark(toneOf(tone), spot.x, spot.y)}
    </g>
  );
}

function mark(tone: Tone, x: number, y: number): JSX.Element {
  if (tone === 'down') return <path d={`M${x} ${y - 7}l7 7-7 7-7-7Z`} />;
  if (tone === 'risk') return <path d={`M${x} ${y - 6}l6.5 11h-13Z`} />;
  if (tone === 'drill') return <circle class="ring" cx={x} cy={y} r="5.5" />;
  return <circle cx={x} cy={y} r="4.5" />;
}

function lines(spots: Map<number, Spot>): JSX.Element[] {
  const drawn: JSX.Element[] = [];
  for (let link = 0; link < scene.links; link++) {
    if (scene.linkKind[link] === VacantKind) continue;
    const a = spots.get(scene.linkA[link]!);
    const b = spots.get(scene.linkB[link]!);
    // Around the seam two neighbours may stand at opposite edges: that line would cross the whole map.
    if (!a || !b || Math.abs(a.x - b.x) > Step * 2 || Math.abs(a.y - b.y) > Step * 2) continue;
    const state = scene.linkState[link]!;
    const { tone } = markOf(LinkWords[plainState(state)] ?? 'unknown', causeOf(state, 0));
    drawn.push(
      <line key={link} class={`spot-line tone-${toneOf(tone)}`} x1={a.x} y1={a.y} x2={b.x} y2={b.y} />,
    );
  }
  return drawn;
}

function linkWord(from: number, to: number): string {
  for (let link = 0; link < scene.links; link++) {
    const [a, b] = [scene.linkA[link], scene.linkB[link]];
    if (scene.linkKind[link] === VacantKind || !((a === from && b === to) || (a === to && b === from))) continue;
    const state = scene.linkState[link]!;
    const load = scene.linkLoad[link]!;
    const word = LinkWords[plainState(state)] ?? 'unknown';
    return load <= 250 && word === 'up' ? `${word} ${Math.round(load / 2.5)} %` : word;
  }
  return 'no link';
}
