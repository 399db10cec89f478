/** The changes of a what-if, and how far to look. */

import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { saidOf } from '../../model/changes';
import { about, plural } from '../../model/format';
import { usePost } from '../../model/use-api';
import { Button } from '../../ui/button';
import { Panel } from '../../ui/panel';
import { Choice } from '../../ui/tools';
import type { WhatIf, WhatIfChange } from '../../wire/types';
import { fieldsOf, NewDraft } from '../incidents/draft';
import type { Draft } from '../incidents/draft';
import { FaultFields } from '../incidents/fault-fields';

const ChangesMax = 16;
const Horizons = [
  { value: '60000', text: '1 min' },
  { value: '300000', text: '5 min' },
  { value: '900000', text: '15 min' },
  { value: '3600000', text: '1 h' },
] as const;
const Starts = [
  { value: '0', text: 'at once' },
  { value: '10000', text: 'after 10 s' },
  { value: '60000', text: 'after 1 min' },
  { value: '300000', text: 'after 5 min' },
] as const;
const Lasts = [
  { value: '', text: 'to the end' },
  { value: '30000', text: '30 s' },
  { value: '60000', text: '1 min' },
  { value: '300000', text: '5 min' },
] as const;

/** Kept while other screens are looked at. */
const changes = signal<WhatIfChange[]>([]);
const horizonMs = signal<(typeof Horizons)[number]['value']>('60000');
const next = signal<Draft>(NewDraft);
const fromMs = signal<(typeof Starts)[number]['value']>('0');
const lastsMs = signal<(typeof Lasts)[number]['value']>('');

/** Takes the changes of a run over, in place of those that were being put together. */
export function takeChanges(run: WhatIf): void {
  changes.value = run.changes.map(({ fields, fromMs: from, durationMs }) => ({ fields, fromMs: from, durationMs }));
  const same = Horizons.find((horizon) => Number(horizon.value) === run.horizonMs);
  if (same) horizonMs.value = same.value;
}

export function Builder({ onStarted }: { onStarted: (id: string) => void }): JSX.Element {
  const { busy, run } = usePost<WhatIf>();
  const fields = fieldsOf(next.value);
  const isFull = changes.value.length >= ChangesMax;
  const add = (): void => {
    if (!fields || isFull) return;
    const durationMs = lastsMs.value === '' ? null : Number(lastsMs.value);
    changes.value = [...changes.value, { fields, fromMs: Number(fromMs.value), durationMs }];
    next.value = { ...NewDraft, kind: next.value.kind };
  };
  const start = async (): Promise<void> => {
    const sent = await run('whatif', { changes: changes.value, horizonMs: Number(horizonMs.value) }, 'The what-if runs.');
    if (!sent.ok) return;
    changes.value = [];
    onStarted(sent.value.id);
  };
  return (
    <Panel title="What if" class="plan-mode">
      <form
        class="drill-form"
        aria-label="A change"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <FaultFields value={next.value} onChange={(part) => (next.value = { ...next.value, ...part })} />
        <div class="field-row">
          <Choice label="From" value={fromMs.value} options={Starts} onChange={(value) => (fromMs.value = value)} />
          <Choice label="For" value={lastsMs.value} options={Lasts} onChange={(value) => (lastsMs.value = value)} />
        </div>
        <Button
          disabled={!fields || isFull}
          why={isFull ? `At most ${ChangesMax} changes.` : 'Say where first.'}
          onClick={add}
        >
          Add the change
        </Button>
      </form>
      <h3 class="cell-title">{plural(changes.value.length, 'change')}</h3>
      {changes.value.length === 0 && <p class="muted note">Without a change there is nothing to compare.</p>}
      <ul class="change-list">
        {changes.value.map((change, i) => (
          <li key={`${i} ${change.fields}`}>
            <span>
              <span title={change.fields}>{saidOf(change.fields)}</span>
              <span class="muted">
                {change.fromMs === 0 ? ' at once' : ` after ${about(change.fromMs)}`}
                {change.durationMs === null ? '' : `, for ${about(change.durationMs)}`}
              </span>
            </span>
            <Button
              small
              tone="quiet"
              label={`Take away: ${saidOf(change.fields)}`}
              onClick={() => (changes.value = changes.value.filter((_, at) => at !== i))}
            >
              ✕
            </Button>
          </li>
        ))}
      </ul>
      <div class="field-row">
        <Choice label="Look ahead" value={horizonMs.value} options={Horizons} onChange={(value) => (horizonMs.value = value)} />
        <Button
          tone="primary"
          needs="operator"
          busy={busy}
          disabled={changes.value.length === 0}
          why="Add a change first."
          onClick={() => void start()}
        >
          Run
        </Button>
      </div>
    </Panel>
  );
}
