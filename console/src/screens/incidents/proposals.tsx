/** Drills that wait for a second person: whoever proposed one sees that it waits, the others may start it. */

import type { JSX } from 'preact';
import { plural, span } from '../../model/format';
import { about, second } from '../../model/store';
import { useApi, usePost } from '../../model/use-api';
import { Button } from '../../ui/button';
import type { DrillProposal, Fault, Page } from '../../wire/types';

export function Proposals({ onStarted }: { onStarted: () => void }): JSX.Element | null {
  const isLive = about.value?.mode === 'live';
  const waiting = useApi<Page<DrillProposal>>(isLive ? 'drills/proposals' : null, {}, { everyMs: 2000, at: false });
  const { busy, run } = usePost<Fault | DrillProposal>();
  const items = waiting.data?.items ?? [];
  if (items.length === 0) return null;
  const command = async (item: DrillProposal, verb: 'approve' | 'withdraw', done: string): Promise<void> => {
    const sent = await run(`drills/proposals/${item.number}/${verb}`, {}, done);
    waiting.retry();
    if (sent.ok && verb === 'approve') onStarted();
  };
  return (
    <ul class="drill-list" aria-label="Drills that wait for a second person">
      {items.map((item) => (
        <Waiting
          item={item}
          busy={busy}
          onApprove={() => void command(item, 'approve', 'The drill has begun.')}
          onWithdraw={() => void command(item, 'withdraw', 'The proposal is withdrawn.')}
          key={item.number}
        />
      ))}
    </ul>
  );
}

function Waiting(props: {
  item: DrillProposal;
  busy: boolean;
  onApprove: () => void;
  onWithdraw: () => void;
}): JSX.Element {
  void second.value;
  const { item } = props;
  const isMine = item.by.toLowerCase() === about.value?.user?.name.toLowerCase();
  return (
    <li class="drill-row">
      <span>
        <span class="badge tone-drill">WAITS</span> {item.what}
        <span class="muted drill-note">
          for {span(item.durationMs)}, by {item.by}; {plural(item.streams, 'stream')}, {item.predictedLate} predicted late;{' '}
          {span(Date.parse(item.until) - Date.now())} left to approve it
        </span>
      </span>
      <Button
        small
        tone="drill"
        needs="drill lead"
        busy={props.busy}
        disabled={isMine}
        why="It is your own: somebody else has to approve it."
        onClick={props.onApprove}
        label={`Approve proposal ${item.number}`}
      >
        Approve
      </Button>
      <Button small needs="drill lead" busy={props.busy} onClick={props.onWithdraw} label={`Withdraw proposal ${item.number}`}>
        Withdraw
      </Button>
    </li>
  );
}
