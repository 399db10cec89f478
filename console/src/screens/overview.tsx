import type { JSX } from 'preact';
import { Panel } from '../ui/panel';

export function Overview(): JSX.Element {
  return (
    <div class="screen screen-overview">
      <Panel title="Network" state="loading" />
    </div>
  );
}
