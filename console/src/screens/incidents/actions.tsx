/** What an operator does with an incident: acknowledge, shelve with an end and a reason, assign, comment, close. */

import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { acknowledge } from '../../model/actions';
import { noteIncidents } from '../../model/incidents';
import { about, headMs } from '../../model/store';
import { usePost } from '../../model/use-api';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/confirm';
import { Choice } from '../../ui/tools';
import type { Incident } from '../../wire/types';

/** The incident whose shelving is asked for. */
export const shelving = signal<string | null>(null);

const TextMax = 200;
const Spans = [
  { value: '900000', text: '15 min' },
  { value: '3600000', text: '1 h' },
  { value: '14400000', text: '4 h' },
  { value: '86400000', text: '24 h' },
] as const;

type Command = (verb: string, body: unknown, done: string) => Promise<boolean>;

export function IncidentActions({ incident }: { incident: Incident }): JSX.Element {
  const { busy, run } = usePost<Incident>();
  const [asking, setAsking] = useState<'assign' | 'comment' | 'close' | null>(null);
  const command: Command = async (verb, body, done) => {
    const sent = await run(`incidents/${incident.id}/${verb}`, body, done);
    if (sent.ok && sent.value) noteIncidents([sent.value]);
    return sent.ok;
  };
  const isClosed = incident.state === 'closed';
  const off = { needs: 'operator' as const, busy, disabled: isClosed, why: 'It is closed.' };
  return (
    <div class="actions">
      <Button {...off} tone={incident.acknowledged ? 'plain' : 'primary'} onClick={() => acknowledge(incident)} title="a">
        {incident.acknowledged ? 'Take back' : 'Acknowledge'}
      </Button>
      {incident.shelved ? (
        <Button {...off} onClick={() => void command('unshelve', {}, `${incident.id} is back from the shelf.`)}>
          Unshelve
        </Button>
      ) : (
        <Button {...off} onClick={() => (shelving.value = incident.id)} title="Shift+S">
          Shelve…
        </Button>
      )}
      <Button {...off} onClick={() => setAsking('assign')}>
        Assign…
      </Button>
      <Button {...off} onClick={() => setAsking('comment')}>
        Comment…
      </Button>
      <Button
        {...off}
        disabled={isClosed || !incident.clearedAt}
        why={isClosed ? 'It is closed.' : 'It still burns: shelve it, or wait.'}
        onClick={() => setAsking('close')}
      >
        Close…
      </Button>
      {shelving.value === incident.id && <Shelve incident={incident} command={command} busy={busy} />}
      {asking && <Ask what={asking} incident={incident} command={command} busy={busy} onDone={() => setAsking(null)} />}
    </div>
  );
}

function Shelve({ incident, command, busy }: { incident: Incident; command: Command; busy: boolean }): JSX.Element {
  const [spanMs, setSpanMs] = useState<(typeof Spans)[number]['value']>('3600000');
  const [reason, setReason] = useState('');
  const close = (): void => {
    shelving.value = null;
  };
  const go = async (): Promise<void> => {
    const untilMs = Math.round(headMs() + Number(spanMs));
    if (await command('shelve', { untilMs, reason }, `${incident.id} is shelved.`)) close();
  };
  return (
    <Dialog title={`Shelve ${incident.id}`} onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim()) void go();
        }}
      >
        <p class="muted">It is out of the way until then and comes back by itself. The list of the shelved keeps it.</p>
        <Choice label="For" value={spanMs} options={Spans} onChange={setSpanMs} />
        <TextField label="Reason" value={reason} onChange={setReason} />
        <div class="dialog-buttons">
          <Button onClick={close}>Cancel</Button>
          <Button tone="primary" needs="operator" busy={busy} disabled={!reason.trim()} why="Give a reason." onClick={() => void go()}>
            Shelve
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Ask(props: {
  what: 'assign' | 'comment' | 'close';
  incident: Incident;
  command: Command;
  busy: boolean;
  onDone: () => void;
}): JSX.Element {
  const { what, incident } = props;
  const [text, setText] = useState(what === 'assign' ? (incident.owner ?? about.value?.user?.name ?? '') : '');
  const go = async (): Promise<void> => {
    const sent =
      what === 'assign'
        ? props.command('assign', { to: text.trim() }, `${incident.id} belongs to ${text.trim()}.`)
        : what === 'comment'
          ? props.command('comment', { text: text.trim() }, 'Noted.')
          : props.command('close', {}, `${incident.id} is closed.`);
    if (await sent) props.onDone();
  };
  const titles = { assign: 'Assign', comment: 'Comment on', close: 'Close' };
  const ready = what === 'close' || text.trim().length > 0;
  return (
    <Dialog title={`${titles[what]} ${incident.id}`} onClose={props.onDone}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void go();
        }}
      >
        {what === 'close' ? (
          <p>Its alarms have cleared. It would close by itself a minute after that.</p>
        ) : (
          <TextField label={what === 'assign' ? 'To whom' : 'Comment'} value={text} onChange={setText} />
        )}
        <div class="dialog-buttons">
          <Button onClick={props.onDone}>Cancel</Button>
          <Button tone="primary" needs="operator" busy={props.busy} disabled={!ready} why="Write something." onClick={() => void go()}>
            {titles[what].split(' ')[0]}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function TextField(props: { label: string; value: string; onChange: (text: string) => void }): JSX.Element {
  return (
    <label class="field">
      <span>{props.label}</span>
      <input
        class="input"
        value={props.value}
        maxLength={TextMax}
        autocomplete="off"
        onInput={(event) => props.onChange(event.currentTarget.value)}
      />
    </label>
  );
}
