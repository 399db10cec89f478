import type { JSX } from 'preact';
import { Panel } from '../ui/panel';

export function Streams(): JSX.Element {
  return (
    <div class="screen screen-streams">
      <Panel title="Streams" state="empty" empty="There is nothing here yet." />
    </div>
  );
}
