/** The frame around the screens: top bar, banners, the screen, the time bar, and what lies over them. */

import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { goLive, goTo, showOnGlobe } from './model/actions';
import { load } from './model/session';
import { catalogue, screen, sceneReady, selection, session, startProblem, startStep, time } from './model/store';
import { Screens } from './model/url';
import type { ScreenName } from './model/url';
import { Overview } from './screens/overview';
import { Banners, Speaker, Toasts } from './ui/banners';
import { lazy, loadLazies } from './ui/lazy';
import { Help } from './ui/help';
import { useKeys } from './ui/keys';
import { closeOverlay, openHelp, openPalette, overlay } from './ui/overlays';
import { Palette } from './ui/palette';
import { Failure, Skeleton } from './ui/panel';
import { SignIn } from './ui/signin';
import { TimeBar } from './ui/timebar';
import { TopBar } from './ui/topbar';

const screens: Record<ScreenName, () => JSX.Element> = {
  overview: Overview,
  streams: lazy('streams', async () => (await import('./screens/streams')).Streams),
  topology: lazy('topology', async () => (await import('./screens/topology')).Topology),
  incidents: lazy('incidents', async () => (await import('./screens/incidents')).Incidents),
  plan: lazy('plan', async () => (await import('./screens/plan')).Plan),
  access: lazy('access', async () => (await import('./screens/access')).Access),
};

export function App(): JSX.Element {
  if (session.value === 'out') return <SignIn />;
  if (startProblem.value) {
    return (
      <main class="centre">
        <div class="panel signin">
          <h1>Orbweaver console</h1>
          <Failure problem={startProblem.value} onRetry={() => void load()} />
        </div>
      </main>
    );
  }
  if (session.value === 'unknown') {
    return (
      <main class="centre">
        <div class="panel signin">
          <h1>Orbweaver console</h1>
          <Skeleton what={startStep.value} />
        </div>
      </main>
    );
  }
  return <Frame />;
}

/** After the first frames, so that they do not wait. */
const LoadRestMs = 2500;

function Frame(): JSX.Element {
  useGlobalKeys();
  useEffect(() => {
    const timer = setTimeout(loadLazies, LoadRestMs);
    return () => clearTimeout(timer);
  }, []);
  const Screen = screens[screen.value];
  const mode = time.value.mode;
  return (
    <div class={`frame mode-${mode}`}>
      <a class="skip" href="#main">
        To the screen
      </a>
      <TopBar />
      <Banners />
      <main class="main" id="main" tabIndex={-1}>
        <Screen />
      </main>
      <TimeBar />
      <Pending />
      <Toasts />
      <Speaker />
      {overlay.value === 'palette' && <Palette />}
      {overlay.value === 'help' && <Help />}
    </div>
  );
}

/** What the start still waits for; it is shown by the style sheet only when it lasts. */
function Pending(): JSX.Element | null {
  if (sceneReady.value && catalogue.value) return null;
  return (
    <div class="pending" role="status">
      Waiting for {startStep.value}.
    </div>
  );
}

function useGlobalKeys(): void {
  const escape = (): void => {
    if (overlay.peek() !== 'none') closeOverlay();
    else if (time.peek().mode !== 'live') goLive();
    else selection.value = null;
  };
  const filter = (): void => document.querySelector<HTMLInputElement>('.main input[type=search]')?.focus();
  const toGlobe = (): void => {
    const chosen = selection.peek();
    if (chosen) showOnGlobe(chosen);
    else goTo('overview');
  };
  useKeys([
    ...Screens.map((name, i) => ({ key: String(i + 1), title: name, group: 'Screens', run: () => goTo(name) })),
    { key: 'Ctrl+K', title: 'search or command', group: 'Everywhere', run: openPalette },
    { key: '/', title: 'filter', group: 'Everywhere', run: filter },
    { key: 'g', title: 'show the selection on the globe', group: 'Everywhere', run: toGlobe },
    { key: '?', title: 'keys and help', group: 'Everywhere', run: openHelp },
    { key: 'Escape', title: 'close, or back to live', group: 'Everywhere', run: escape },
  ]);
}
