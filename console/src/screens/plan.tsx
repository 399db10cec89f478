import type { JSX } from 'preact';
import { Panel } from '../ui/panel';

export function Plan(): JSX.Element {
  return (
    <div class="screen screen-plan">
      <Panel title="Plan" state="empty" empty="There is nothing here yet." />
    </div>
  );
}
