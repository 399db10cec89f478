import type { JSX } from 'preact';
import { Access } from './screens/access';
import { Incidents } from './screens/incidents';
import { Overview } from './screens/overview';
import { Plan } from './screens/plan';
import { Streams } from './screens/streams';
import { Topology } from './screens/topology';
import { screen } from './model/store';
import type { ScreenName } from './model/url';

const screens: Record<ScreenName, () => JSX.Element> = {
  overview: Overview,
  streams: Streams,
  topology: Topology,
  incidents: Incidents,
  plan: Plan,
  access: Access,
};

export function App(): JSX.Element {
  const Screen = screens[screen.value];
  return (
    <main class="main">
      <Screen />
    </main>
  );
}
