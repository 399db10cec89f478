import type { JSX } from 'preact';
import { Panel } from '../ui/panel';

export function Topology(): JSX.Element {
  return (
    <div class="screen screen-topology">
      <Panel title="Topology" state="empty" empty="There is nothing here yet." />
    </div>
  );
}
