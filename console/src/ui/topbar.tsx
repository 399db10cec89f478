/** The top bar: name, screens, palette, how things stand, the time shown. */

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { goTo, toggleTheme } from '../model/actions';
import { clock, dateTime, fixed, span } from '../model/format';
import { openIncidents } from '../model/incidents';
import { movedMs, signOut } from '../model/session';
import { about, isCutOff, kpi, nowMs, screen, second, theme, time } from '../model/store';
import { Screens } from '../model/url';
import type { ScreenName } from '../model/url';
import { Button } from './button';
import { Confirm } from './confirm';
import { openHelp, openPalette } from './overlays';

const Titles: Record<ScreenName, string> = {
  overview: 'Overview',
  streams: 'Streams',
  topology: 'Topology',
  incidents: 'Incidents',
  plan: 'Plan',
  access: 'Access',
};

export function TopBar(): JSX.Element {
  return (
    <header class="topbar">
      <h1 class="brand">
        <BrandMark />
        <span>Orbweaver</span>
      </h1>
      <nav class="tabs" aria-label="Screens">
        {Screens.map((name) => (
          <button
            type="button"
            key={name}
            class="tab"
            aria-current={screen.value === name ? 'page' : undefined}
            onClick={() => goTo(name)}
          >
            {Titles[name]}
            {name === 'incidents' && <IncidentCount />}
          </button>
        ))}
      </nav>
      <button type="button" class="palette-button" onClick={openPalette} aria-keyshortcuts="Control+K">
        <span>Search or command</span>
        <kbd>Ctrl K</kbd>
      </button>
      <div class="standing">
        <ModeBadge />
        <Clock />
        <Lag />
      </div>
      <div class="top-actions">
        <Button tone="quiet" small onClick={toggleTheme} label={`Use the ${theme.value === 'dark' ? 'light' : 'dark'} theme`}>
          <ThemeMark />
        </Button>
        <Button tone="quiet" small onClick={openHelp} label="Keys and help">
          ?
        </Button>
        <UserButton />
      </div>
    </header>
  );
}

function BrandMark(): JSX.Element {
  return (
    <svg class="brand-mark" viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
      <circle cx="12" cy="12" r="5" class="brand-earth" />
      <ellipse cx="12" cy="12" rx="10.5" ry="4" transform="rotate(-28 12 12)" class="brand-ring" />
      <circle cx="20.6" cy="7.4" r="2" class="brand-node" />
    </svg>
  );
}

function ThemeMark(): JSX.Element {
  return (
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.5" />
      <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />
    </svg>
  );
}

function IncidentCount(): JSX.Element | null {
  const open = openIncidents().filter((item) => item.state === 'open' && item.severity !== 'info');
  if (open.length === 0) return null;
  const tone = open.some((item) => item.severity === 'critical') ? 'down' : 'risk';
  return (
    <span class={`count tone-${tone}`}>
      {open.length}
      <span class="sr-only"> not acknowledged</span>
    </span>
  );
}

/** LIVE, FROZEN, REPLAY, PLAN: a word, a colour, and hatching for what is not now. */
function ModeBadge(): JSX.Element {
  void second.value;
  const mode = time.value.mode;
  if (mode === 'live' && isCutOff.value) return <span class="badge mode tone-down">NO DATA</span>;
  if (mode === 'live' && about.value?.mode === 'recording') return <span class="badge mode tone-up">RECORDING</span>;
  if (mode === 'live') {
    return (
      <span class="badge mode live">
        <span class="pulse" aria-hidden="true" />
        LIVE
      </span>
    );
  }
  const tone = mode === 'plan' ? 'plan' : mode === 'replay' ? 'up' : 'risk';
  const moved = movedMs();
  return (
    <>
      <span class={`badge mode tone-${tone} ${mode === 'frozen' ? '' : 'hatched'}`}>{mode.toUpperCase()}</span>
      {mode === 'frozen' && <span class="muted moved">live moved {span(moved)}</span>}
    </>
  );
}

function Clock(): JSX.Element {
  void second.value;
  void time.value;
  const now = nowMs();
  return (
    <time class="now" dateTime={new Date(now).toISOString()}>
      <span class="now-date">{dateTime(now).slice(0, 10)}</span> <strong>{clock(now)}Z</strong>
    </time>
  );
}

function Lag(): JSX.Element | null {
  const now = kpi.value;
  if (!now || time.value.mode !== 'live' || !Number.isFinite(now.lagMs)) return null;
  const late = now.lagMs > 2000;
  return <span class={`lag ${late ? 'tone-risk' : 'muted'}`}>lag {fixed(now.lagMs / 1000, 1)} s</span>;
}

function UserButton(): JSX.Element | null {
  const [asks, setAsks] = useState(false);
  const user = about.value?.user;
  if (!user) return null;
  return (
    <>
      <button type="button" class="user" onClick={() => setAsks(true)} title="Sign out">
        {user.name}
        <span class="muted">{user.role}</span>
      </button>
      {asks && (
        <Confirm title="Sign out" confirmLabel="Sign out" onConfirm={() => void signOut()} onCancel={() => setAsks(false)}>
          <p>
            To come back you need a new token: <span class="mono">orbweaver token</span> gives one on the machine of the
            network, and an admin under Access.
          </p>
        </Confirm>
      )}
    </>
  );
}
