/**
 * What the whole page must know: no connection, another version, a view being mended. And toasts, and what is
 * spoken.
 */

import { useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { goLive } from '../model/actions';
import { clock, dateTime, plural, span } from '../model/format';
import { openIncidents } from '../model/incidents';
import { retryNow } from '../model/session';
import {
  connection, dismissToast, incidents, nowMs, resyncing, second, serverBuild, time, toasts, toldMs,
} from '../model/store';
import { Button } from './button';
import { Shape } from './marks';
import { EarlierNotice } from './recordings';

export function Banners(): JSX.Element {
  return (
    <section class="banners" aria-label="Notices">
      {resyncing.value && <div class="resync" role="status" aria-label="Bringing the view up to date" />}
      <Disconnected />
      <WrongVersion />
      <EarlierNotice />
      <NotNow />
    </section>
  );
}

function Disconnected(): JSX.Element | null {
  void second.value;
  const now = connection.value;
  if (now.state !== 'lost' && now.state !== 'stalled') return null;
  const forMs = Date.now() - now.sinceMs;
  return (
    <div class="banner tone-down" role="alert">
      <Shape tone="down" />
      <span>
        No data since {clock(toldMs())} ({span(forMs)})
        {now.state === 'lost' && `, retry in ${Math.max(0, Math.ceil((now.retryAtMs - Date.now()) / 1000))} s`}. The globe
        goes on by the last orbits; commands are off.
      </span>
      {now.state === 'lost' && (
        <Button small onClick={retryNow}>
          Retry now
        </Button>
      )}
    </div>
  );
}

function WrongVersion(): JSX.Element | null {
  const other = serverBuild.value;
  if (!other) return null;
  return (
    <div class="banner tone-risk" role="alert">
      <Shape tone="risk" />
      <span>
        The server is {other.to} now, this page belongs to {other.from}.
      </span>
      <Button small onClick={() => location.reload()}>
        Reload
      </Button>
    </div>
  );
}

/** REPLAY and PLAN are said where nobody can miss it, with what is live meanwhile. */
function NotNow(): JSX.Element | null {
  void second.value;
  const mode = time.value.mode;
  if (mode !== 'replay' && mode !== 'plan') return null;
  const open = openIncidents().filter((item) => item.severity !== 'info');
  const tone = mode === 'plan' ? 'plan' : 'up';
  return (
    <div class={`banner hatched tone-${tone}`}>
      <Shape tone={tone} />
      <span>
        {mode === 'replay' ? 'You look at the past' : 'You look at what is planned'}: {dateTime(nowMs())}.{' '}
        {open.length > 0 ? `Live has ${plural(open.length, 'open incident')}.` : 'Live has no open incident.'}
      </span>
      <Button small onClick={goLive}>
        Go live
      </Button>
    </div>
  );
}

export function Toasts(): JSX.Element {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map((item) => (
        <div class={`toast tone-${item.tone}`} key={item.id}>
          <Shape tone={item.tone} />
          <span>{item.text}</span>
          <button type="button" class="toast-close" aria-label="Dismiss" onClick={() => dismissToast(item.id)}>
            ×
          </button>
        </div>
      ))}
    </div>
  );
}

const SpeakMs = 5000;

/** Says changes aloud: at most one polite message in five seconds; a new critical incident at once. */
export function Speaker(): JSX.Element {
  const polite = useRef<HTMLParagraphElement>(null);
  const urgent = useRef<HTMLParagraphElement>(null);
  const known = useRef<Set<string> | null>(null);
  const last = useRef({ text: '', atMs: 0, timer: 0 });

  useSignalEffect(() => {
    const open = [...incidents.value.values()].filter((item) => item.state !== 'closed');
    const before = known.current;
    known.current = new Set(open.map((item) => item.id));
    if (!before) return;
    const fresh = open.filter((item) => !before.has(item.id));
    const critical = fresh.find((item) => item.severity === 'critical');
    if (critical && urgent.current) urgent.current.textContent = `New critical incident: ${critical.title}`;
    const text = `${plural(open.length, 'open incident')}.`;
    const wait = Math.max(0, SpeakMs - (Date.now() - last.current.atMs));
    window.clearTimeout(last.current.timer);
    last.current.timer = window.setTimeout(() => {
      if (!polite.current || text === last.current.text) return;
      polite.current.textContent = text;
      last.current = { text, atMs: Date.now(), timer: 0 };
    }, wait);
  });

  return (
    <div class="sr-only">
      <p ref={polite} aria-live="polite" />
      <p ref={urgent} aria-live="assertive" />
    </div>
  );
}
