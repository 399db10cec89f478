/** The pin that keeps a stream in sight on the Overview. */

import type { JSX } from 'preact';
import { togglePin } from '../model/actions';
import { pinned } from '../model/store';

export function PinButton({ stream, name }: { stream: number; name: string }): JSX.Element {
  const on = pinned.value.includes(stream);
  return (
    <button
      type="button"
      class="pin"
      aria-pressed={on}
      aria-label={`Pin ${name} to the overview`}
      title={on ? 'Pinned to the overview' : 'Pin to the overview'}
      onClick={(event) => {
        event.stopPropagation();
        togglePin(stream);
      }}
    >
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
        <path d="M3.5 1h5v3.6L10.4 7H1.6l1.9-2.4ZM6 7v4.4" />
      </svg>
    </button>
  );
}
