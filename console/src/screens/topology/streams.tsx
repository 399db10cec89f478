/** Streams that use a node or a link, each a button that shows it on the globe. */

import type { JSX } from 'preact';
import { showOnGlobe } from '../../model/actions';
import { count } from '../../model/format';
import { streamsById } from '../../model/store';
import { Button } from '../../ui/button';

const Shown = 24;

export function StreamChips({ title, ids }: { title: string; ids: readonly number[] }): JSX.Element {
  return (
    <div class="cell">
      <h3 class="cell-title">
        {title} ({count(ids.length)})
      </h3>
      {ids.length === 0 && <p class="muted">None now.</p>}
      <ul class="chips">
        {ids.slice(0, Shown).map((id) => (
          <li key={id}>
            <Button small onClick={() => showOnGlobe({ kind: 'stream', id: String(id) })}>
              {streamsById.value.get(id)?.name ?? `stream ${id}`}
            </Button>
          </li>
        ))}
      </ul>
      {ids.length > Shown && <p class="muted note">and {count(ids.length - Shown)} more.</p>}
    </div>
  );
}
