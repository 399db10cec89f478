/** What-if: the network as it is now, run ahead with some changes and without them, beside what then really comes. */

import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { saidOf } from '../model/changes';
import { about, clock, dateTime, plural, share } from '../model/format';
import { about as server, reasonNot, runs as chosenRuns } from '../model/store';
import { useApi } from '../model/use-api';
import { Panel } from '../ui/panel';
import { Facts } from '../ui/tools';
import { StateMark } from '../ui/marks';
import type { Tone } from '../ui/marks';
import type { Page, PlanInForce, WhatIf } from '../wire/types';
import { Builder } from './plan/builder';
import { Result } from './plan/result';

const Tones: Record<WhatIf['state'], Tone> = { queued: 'idle', running: 'plan', done: 'good', failed: 'down' };

export function Plan(): JSX.Element {
  const missing = reasonNot('operator');
  const runs = useApi<Page<WhatIf>>(missing ? null : 'whatif', {}, { everyMs: 2000, at: false });
  const all = runs.data?.items ?? [];
  const [wanted, other] = chosenRuns.value;
  const chosen = wanted ?? all[0]?.id ?? null;
  const choose = (id: string | null): void => {
    chosenRuns.value = id === null ? [] : [id];
    runs.retry();
  };
  // One that was just begun is not in the list yet.
  const begun = useRef<string | null>(null);
  const isGone = wanted !== begun.current && runs.data !== null && wanted !== undefined && !all.some((run) => run.id === wanted);
  const done = all.filter((run) => run.state === 'done' && run.id !== chosen);
  return (
    <div class="screen plan-screen">
      <div class="stack">
        <Builder
          onStarted={(id) => {
            begun.current = id;
            choose(id);
          }}
        />
        <Panel
          title="Runs"
          class="grow"
          state={missing ? 'empty' : runs.status}
          problem={runs.problem}
          asOf={runs.sinceMs}
          onRetry={runs.retry}
          empty={missing ?? 'No what-if has been run. Add a change above and run it: the live network does not notice.'}
        >
          <ul class="run-list">
            {all.map((run) => (
              <li key={run.id}>
                <button
                  type="button"
                  class="incident-row"
                  aria-current={run.id === chosen ? 'true' : undefined}
                  onClick={() => choose(run.id)}
                >
                  <span class="incident-line">
                    <StateMark tone={Tones[run.state]} text={stateOf(run)} />
                    <span class="mono muted">{run.id}</span>
                    <span class="muted incident-time">{clock(run.at)}</span>
                  </span>
                  <span class="incident-title">{run.changes.map((change) => saidOf(change.fields)).join('; ')}</span>
                  <span class="muted">
                    {about(run.horizonMs)} ahead, by {run.by}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </Panel>
        <InForce />
      </div>
      {chosen && !missing && !isGone ? (
        <Result
          id={chosen}
          key={chosen}
          others={done}
          comparedWith={done.some((run) => run.id === other) ? other! : null}
          onCompare={(id) => (chosenRuns.value = id === null ? [chosen] : [chosen, id])}
          onRemoved={() => choose(null)}
        />
      ) : (
        <Panel
          title="Result"
          state="empty"
          empty={
            isGone
              ? `${wanted} is no longer kept: the server keeps the newest, and forgets all when it ends. Choose another, or run it again.`
              : 'What a run would bring is shown here, beside the network as it is and what really came.'
          }
        />
      )}
    </div>
  );
}

function stateOf(run: WhatIf): string {
  return run.state === 'running' ? `running, ${share(run.progress, 0)}` : run.state;
}

function InForce(): JSX.Element {
  const isRecording = server.value?.mode === 'recording';
  const plan = useApi<PlanInForce>(isRecording ? null : 'plan', {}, { everyMs: 10_000, at: false });
  return (
    <Panel
      title="Plan in force"
      state={isRecording ? 'empty' : plan.status}
      problem={plan.problem}
      asOf={plan.sinceMs}
      onRetry={plan.retry}
      empty="A recording has states, and not the plan behind them."
    >
      {plan.data && (
        <Facts
          facts={[
            ['Version', String(plan.data.version)],
            ['Ends', <span title={dateTime(plan.data.end)}>{clock(plan.data.end)}</span>],
            ['Epoch', `${plan.data.epoch + 1} of ${plan.data.epochs}, ${about(plan.data.epochMs)} each`],
            ['Links now', plural(plan.data.links, 'link')],
            ['In all', plural(plan.data.contacts, 'contact')],
          ]}
        />
      )}
    </Panel>
  );
}
