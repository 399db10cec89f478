/** A new drill in four steps: what, where, how long; what it would hit; and the word that says it is meant. */

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { count, ms, plural, span } from '../../model/format';
import { about } from '../../model/store';
import { usePost } from '../../model/use-api';
import { Button } from '../../ui/button';
import { Panel } from '../../ui/panel';
import { StateMark } from '../../ui/marks';
import type { DrillPreview, DrillProposal, Fault } from '../../wire/types';
import { draft, DrillMaxMs, fieldsOf, NewDraft, parseSpan } from './draft';
import { FaultFields } from './fault-fields';

const StreamsShown = 6;

export function DrillForm({ onStarted }: { onStarted: () => void }): JSX.Element {
  const now = draft.value;
  const [spanText, setSpanText] = useState(span(now.durationMs));
  const [seen, setSeen] = useState<{ of: string; preview: DrillPreview } | null>(null);
  const [typed, setTyped] = useState('');
  const asking = usePost<DrillPreview>();
  const starting = usePost<Fault | DrillProposal>();
  const needsTwo = about.value?.drillsNeedTwo === true;
  const durationMs = parseSpan(spanText);
  const spanProblem = durationMs === null || durationMs < 1000 || durationMs > DrillMaxMs;
  const fields = fieldsOf(now);
  const body = { fields, durationMs };
  const subject = JSON.stringify(body);
  // A preview of something else is none.
  const preview = seen?.of === subject ? seen.preview : null;
  const isMeant = preview !== null && preview.refused === null && typed.trim() === preview.confirm;

  const look = async (): Promise<void> => {
    const sent = await asking.run('drills/preview', body);
    if (sent.ok) setSeen({ of: subject, preview: sent.value });
  };
  const start = async (): Promise<void> => {
    const meant = { ...body, confirm: typed.trim() };
    const sent = needsTwo
      ? await starting.run('drills/proposals', meant, 'The drill waits for another drill lead.')
      : await starting.run('drills', meant, 'The drill has begun.');
    if (!sent.ok) return;
    draft.value = NewDraft;
    setTyped('');
    setSeen(null);
    onStarted();
  };

  return (
    <Panel title="New drill" class="drill-panel grow">
      <form
        class="drill-form"
        aria-label="New drill"
        onSubmit={(event) => {
          event.preventDefault();
          if (isMeant) void start();
          else if (fields && !spanProblem) void look();
        }}
      >
        <FaultFields value={now} onChange={(next) => (draft.value = { ...now, ...next })} />
        <label class="field">
          <span>How long, min:s, at most 30:00; it ends by itself</span>
          <input
            class="input mono"
            value={spanText}
            inputMode="numeric"
            aria-invalid={spanProblem}
            onInput={(event) => setSpanText(event.currentTarget.value)}
          />
        </label>
        <Button
          busy={asking.busy}
          disabled={!fields || spanProblem}
          why={fields ? 'The time is from 1 s to 30:00.' : 'Say where first.'}
          onClick={() => void look()}
        >
          Preview
        </Button>
        {preview && <Preview preview={preview} />}
        {preview && preview.refused === null && (
          <label class="field">
            <span>
              Type <strong class="mono">{preview.confirm}</strong> to confirm
            </span>
            <input
              class="input mono"
              value={typed}
              autocomplete="off"
              spellcheck={false}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
          </label>
        )}
        {needsTwo && <p class="muted">Nobody starts a drill of this network alone: another drill lead has to approve it.</p>}
        <Button
          tone="drill"
          needs="drill lead"
          busy={starting.busy}
          disabled={!isMeant}
          why={preview ? (preview.refused ?? `Type ${preview.confirm} first.`) : 'Look at its preview first.'}
          onClick={() => void start()}
        >
          {needsTwo ? 'Propose the drill' : 'Start the drill'}
        </Button>
      </form>
    </Panel>
  );
}

function Preview({ preview }: { preview: DrillPreview }): JSX.Element {
  const worst = [...preview.streams].sort((x, y) => Number(y.late) - Number(x.late)).slice(0, StreamsShown);
  return (
    <div class="preview" role="status">
      <p>
        <strong>{preview.what}</strong>
      </p>
      <p>
        {plural(preview.nodes.length, 'node')}, {plural(preview.links, 'link')}, {plural(preview.streams.length, 'stream')};{' '}
        <span class={preview.predictedLate > 0 ? 'tone-down' : 'tone-good'}>
          {count(preview.predictedLate)} predicted late
        </span>
      </p>
      {preview.already.length > 0 && (
        <ul class="already">
          {preview.already.slice(0, StreamsShown).map((text) => (
            <li key={text}>
              <StateMark tone="risk" text={text} />
            </li>
          ))}
        </ul>
      )}
      {preview.refused !== null && <p class="tone-risk">It would change nothing: it cannot be started.</p>}
      <ul>
        {worst.map((stream) => (
          <li key={stream.id}>
            <StateMark tone={stream.late ? 'down' : 'good'} text={stream.name} />
            <span class="muted drill-note">
              {ms(stream.plannedMs)} ms → {stream.drillMs === null ? 'no way' : `${ms(stream.drillMs)} ms`}; may take{' '}
              {ms(stream.deadlineMs)} ms
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
