import { render } from 'preact';
import { App } from './app';
import { globeStats } from './globe/current';
import { goToTime } from './model/actions';
import { keep, restore } from './model/persist';
import { keepFollowing, received, start } from './model/session';
import './styles/tokens.css';
import './styles/base.css';
import './styles/ui.css';
import './styles/shell.css';
import './styles/overview.css';
import { listenForKeys } from './ui/keys';

declare global {
  interface Window {
    /** Figures for tests of speed and for those who wonder. */
    __orbweaver: { stats: () => object };
  }
}

window.__orbweaver = { stats: () => ({ ...globeStats(), received: received() }) };

const wantedMs = restore();
keep();
listenForKeys(window);
render(<App />, document.getElementById('app')!);
void start().then(() => {
  if (wantedMs !== null) goToTime(wantedMs);
  keepFollowing();
});
