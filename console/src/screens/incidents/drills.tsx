/** Drills: those that run, with what is left of them, and the form of a new one. A drill is marked as one everywhere. */

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { clock, count, plural, span } from '../../model/format';
import { about, headMs, second } from '../../model/store';
import { useApi, usePost } from '../../model/use-api';
import { Button } from '../../ui/button';
import { StateMark } from '../../ui/marks';
import { Panel } from '../../ui/panel';
import type { Fault, Page } from '../../wire/types';
import { DrillForm } from './drill-form';
import { Proposals } from './proposals';

const OverShown = 5;

export function DrillPanels(): JSX.Element {
  // Drills of a network that is up can be stopped from any time that is looked at.
  const at = about.value?.mode === 'recording';
  const drills = useApi<Page<Fault>>('drills', {}, { everyMs: 2000, at });
  const faults = useApi<Page<Fault>>('faults', {}, { everyMs: 5000, at });
  const { busy, run } = usePost<unknown>();
  const [, setStopped] = useState(0);
  const all = drills.data?.items ?? [];
  const running = all.filter((drill) => drill.state !== 'over');
  const over = all.filter((drill) => drill.state === 'over').slice(-OverShown);
  const others = (faults.data?.items ?? []).filter((fault) => !fault.drill && fault.state !== 'over');
  const command = async (path: string, done: string): Promise<void> => {
    const sent = await run(path, {}, done);
    if (sent.ok) drills.retry();
    setStopped((n) => n + 1);
  };
  return (
    <div class="stack">
      <Panel
        title="Drills"
        class="drill-panel"
        state={drills.status === 'empty' ? 'ready' : drills.status}
        problem={drills.problem}
        asOf={drills.sinceMs}
        onRetry={drills.retry}
        actions={
          <Button
            small
            tone="danger"
            needs="drill lead"
            busy={busy}
            disabled={running.length === 0}
            why="No drill runs."
            onClick={() => void command('drills/stop-all', 'All drills are stopped.')}
          >
            Stop all drills
          </Button>
        }
      >
        <Proposals onStarted={drills.retry} />
        {running.length === 0 && <p class="muted">No drill runs.</p>}
        <ul class="drill-list">
          {running.map((drill) => (
            <Running
              drill={drill}
              busy={busy}
              onStop={() => void command(`drills/${drill.number}/stop`, `Drill ${drill.number} is stopped.`)}
              key={drill.number}
            />
          ))}
        </ul>
        {over.length > 0 && (
          <details>
            <summary>{plural(over.length, 'drill')} before</summary>
            <ul class="drill-list">
              {over.map((drill) => (
                <li key={drill.number}>
                  <span class="muted">
                    {clock(drill.begins)} {drill.what}, by {drill.by ?? 'nobody known'}
                  </span>
                </li>
              ))}
            </ul>
          </details>
        )}
        {others.length > 0 && (
          <details>
            <summary>{plural(others.length, 'fault')} that {others.length === 1 ? 'is' : 'are'} no drill</summary>
            <ul class="drill-list">
              {others.map((fault) => (
                <li key={fault.number}>
                  <StateMark tone="down" text={`${fault.kind}: ${fault.what}`} />
                </li>
              ))}
            </ul>
          </details>
        )}
      </Panel>
      <DrillForm onStarted={drills.retry} />
    </div>
  );
}

function Running({ drill, busy, onStop }: { drill: Fault; busy: boolean; onStop: () => void }): JSX.Element {
  void second.value;
  const left = drill.ends ? Math.max(0, Date.parse(drill.ends) - headMs()) : null;
  return (
    <li class="drill-row">
      <span>
        <span class="badge tone-drill hatched">DRILL {drill.number}</span> {drill.what}
        <span class="muted drill-note">
          {left === null ? 'until it is stopped' : `${span(left)} left`}, by {drill.by ?? 'nobody known'}
          {drill.counts && `, ${count(drill.counts.links ?? null)} links`}
        </span>
      </span>
      <Button small tone="drill" needs="drill lead" busy={busy} onClick={onStop} label={`Stop drill ${drill.number}`}>
        Stop
      </Button>
    </li>
  );
}
