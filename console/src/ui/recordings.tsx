/** What is recorded: what is missing in it, and what was recorded before the last start. */

import type { JSX } from 'preact';
import { clock, dateTime, span } from '../model/format';
import { about, recording, session } from '../model/store';
import { useApi } from '../model/use-api';
import type { EarlierRecording, History } from '../wire/types';
import { Button } from './button';
import { Shape } from './marks';

const AskEveryMs = 30_000;

export function useHistory(): History | null {
  return useApi<History>(session.value === 'in' ? 'history' : null, {}, { everyMs: AskEveryMs, at: false }).data;
}

/** The page begins anew with another recording: nothing of one is kept in the other. */
function show(id: string | null): void {
  const query = new URLSearchParams(location.search);
  for (const name of ['rec', 't', 'sel']) query.delete(name);
  if (id !== null) query.set('rec', id);
  location.assign(`?${query.toString()}`);
}

const Months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function dayOf(at: string): string {
  return `${Number(at.slice(8, 10))} ${Months[Number(at.slice(5, 7)) - 1] ?? ''}`;
}

/** When a recording was made, by the machine's clock: 20 Nov 23:40–00:12Z (32:10). */
export function spanOf(item: EarlierRecording): string {
  const length = span(Date.parse(item.to) - Date.parse(item.from));
  const end = `${clock(item.ended).slice(0, 5)}Z`;
  return item.begun === null
    ? `until ${dayOf(item.ended)} ${end} (${length})`
    : `${dayOf(item.begun)} ${clock(item.begun).slice(0, 5)}–${end} (${length})`;
}

/** Chooses between the network and what was recorded of it before its last start. */
export function RecordingChoice({ history }: { history: History | null }): JSX.Element | null {
  const earlier = history?.earlier ?? [];
  if (earlier.length === 0 && recording.value === null) return null;
  const listed = recording.value === null || earlier.some((item) => item.id === recording.value);
  return (
    <select
      class="select recordings"
      aria-label="Recording"
      title="What was recorded before the last start"
      value={recording.value ?? ''}
      onChange={(event) => show(event.currentTarget.value || null)}
    >
      <option value="">{recording.value === null && about.value?.mode === 'recording' ? 'Latest' : 'Now'}</option>
      {!listed && <option value={recording.value ?? ''}>{recording.value}</option>}
      {earlier.map((item) => (
        <option value={item.id} key={item.id}>
          {spanOf(item)}
        </option>
      ))}
    </select>
  );
}

/** An earlier recording is never taken for the network as it is. */
export function EarlierNotice(): JSX.Element | null {
  const known = about.value;
  if (recording.value === null || !known) return null;
  return (
    <div class="banner hatched tone-up">
      <Shape tone="up" />
      <span>
        You look at an earlier recording of {known.network}
        {known.begun !== null && `, started ${dateTime(known.begun)}`}. Nothing in it can be changed.
      </span>
      <Button small onClick={() => show(null)}>
        Leave it
      </Button>
    </div>
  );
}
