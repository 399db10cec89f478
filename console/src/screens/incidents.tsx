import type { JSX } from 'preact';
import { Panel } from '../ui/panel';

export function Incidents(): JSX.Element {
  return (
    <div class="screen screen-incidents">
      <Panel title="Incidents" state="empty" empty="There is nothing here yet." />
    </div>
  );
}
