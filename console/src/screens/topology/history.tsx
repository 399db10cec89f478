/** What happened to a node in what is recorded: the incidents that it caused or that name it, the newest first. */

import type { JSX } from 'preact';
import { goTo, goToTime, select } from '../../model/actions';
import { dateTime, span } from '../../model/format';
import { ofNode } from '../../model/incidents';
import { about } from '../../model/store';
import { useRows } from '../../model/use-rows';
import { Button } from '../../ui/button';
import { StateMark, toneOf } from '../../ui/marks';
import { Failure, Skeleton } from '../../ui/panel';
import type { CatalogueNode, Incident } from '../../wire/types';

const ReplayBeforeMs = 30_000;
const ShownMax = 20;

export function NodeHistory({ node }: { node: CatalogueNode }): JSX.Element {
  const answer = useRows<Incident>('incidents', { everyMs: 5000, everyMsOfMany: 30_000 });
  const found = ofNode(answer.data ?? [], node);
  const since = about.value?.historyFrom ?? about.value?.start ?? null;
  return (
    <div class="cell node-history">
      <h3 class="cell-title">What happened to it</h3>
      {answer.status === 'loading' && <Skeleton what="its incidents" lines={2} />}
      {answer.status === 'error' && <Failure problem={answer.problem} onRetry={answer.retry} />}
      {answer.status !== 'loading' && answer.status !== 'error' && found.length === 0 && (
        <p class="muted">Nothing since {dateTime(since)}, when the recording begins.</p>
      )}
      <ul class="event-list">
        {found.slice(0, ShownMax).map((item) => (
          <Row item={item} key={item.id} />
        ))}
      </ul>
      {found.length > ShownMax && <p class="muted note">The newest {ShownMax} of {found.length}.</p>}
    </div>
  );
}

function Row({ item }: { item: Incident }): JSX.Element {
  const lastedMs = item.clearedAt === null ? null : Date.parse(item.clearedAt) - Date.parse(item.at);
  return (
    <li class="history-row">
      <span class="muted">{dateTime(item.at)}</span>
      <button
        type="button"
        class="link"
        onClick={() => {
          goTo('incidents');
          select({ kind: 'incident', id: item.id });
        }}
      >
        {item.id}
      </button>
      <span class="history-text">
        <StateMark tone={toneOf(item.severity)} text={item.title} />
        <span class="muted">{lastedMs === null ? ', still so' : `, for ${span(lastedMs)}`}</span>
      </span>
      <Button small label={`Replay ${item.id}`} onClick={() => goToTime(Date.parse(item.at) - ReplayBeforeMs)}>
        Replay
      </Button>
    </li>
  );
}
