/** One link: what it carries, how far and how long, when it opens and closes, and why it is as it is. */

import type { JSX } from 'preact';
import { select, selectNode, showOnGlobe } from '../../model/actions';
import { clock, count, Dash, dateTime, fixed, share, short } from '../../model/format';
import { nodesByName } from '../../model/store';
import { useApi } from '../../model/use-api';
import { Button } from '../../ui/button';
import { Panel } from '../../ui/panel';
import { Facts } from '../../ui/tools';
import type { LinkDetail } from '../../wire/types';
import { draftDrill } from '../incidents/draft';
import { Drop, State } from './columns';
import { StreamChips } from './streams';

interface Explanation {
  text: string[];
}

export function LinkDetailPanel({ id }: { id: number }): JSX.Element {
  const answer = useApi<LinkDetail>(`links/${id}`, {}, { everyMs: 3000 });
  const link = answer.data;
  return (
    <Panel
      title={link ? `${link.aName} – ${link.bName}` : `Link ${id}`}
      class="detail"
      state={answer.status}
      problem={answer.problem}
      asOf={answer.sinceMs}
      onRetry={answer.retry}
      actions={
        <>
          <Button small onClick={() => showOnGlobe({ kind: 'link', id: String(id) })}>
            Show on globe
          </Button>
          <Button
            small
            needs="drill lead"
            disabled={!link}
            why="The link is not known yet."
            onClick={() => link && draftDrill({ kind: 'link', a: link.aName, b: link.bName })}
          >
            Drill…
          </Button>
          <Button small tone="quiet" label="Close the details" onClick={() => select(null)}>
            ✕
          </Button>
        </>
      }
    >
      {link && (
        <div class="detail-flow">
          <div class="cell">
            <Facts facts={factsOf(link)} />
          </div>
          <div class="cell">
            <h3 class="cell-title">Ends</h3>
            <div class="chips">
              {[link.aName, link.bName].map((name) => (
                <Button small key={name} onClick={() => selectNode(nodesByName.value.get(name) ?? null)}>
                  {name}
                </Button>
              ))}
            </div>
          </div>
          <Why from={link.aName} to={link.bName} />
          <StreamChips title="Streams over it" ids={link.streams} />
        </div>
      )}
    </Panel>
  );
}

function Why({ from, to }: { from: string; to: string }): JSX.Element {
  const answer = useApi<Explanation>('explain', { from, to });
  return (
    <div class="cell">
      <h3 class="cell-title">Why it is so</h3>
      {answer.status === 'loading' && <p class="muted">Asking the planner…</p>}
      {answer.status === 'error' && <p class="muted">{answer.problem?.detail ?? answer.problem?.title}</p>}
      <ul class="sentences">
        {answer.data?.text.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}

function factsOf(link: LinkDetail): readonly [string, JSX.Element | string][] {
  return [
    ['State', <State state={link.state} cause={link.cause} />],
    ['Since', <span title={dateTime(link.since)}>{clock(link.since)}</span>],
    ['Kind', link.kind],
    ['Capacity', link.capacityMbps === null ? Dash : `${short(link.capacityMbps * 1e6)}b/s`],
    ['Load of the busier direction', share(link.load, 0)],
    ['Range', link.rangeKm === null ? Dash : `${count(link.rangeKm)} km`],
    ['Light time, one way', link.oneWayMs === null ? Dash : `${fixed(link.oneWayMs, 3)} ms`],
    ['Opens', <span title={dateTime(link.opens)}>{clock(link.opens)}</span>],
    ['Next drop', <Drop row={link} />],
  ];
}
