import type { JSX } from 'preact';
import { Panel } from '../ui/panel';

export function Access(): JSX.Element {
  return (
    <div class="screen screen-access">
      <Panel title="Access" state="empty" empty="There is nothing here yet." />
    </div>
  );
}
