/** The filter of what a screen lists. */

import type { JSX } from 'preact';
import { filterText } from '../model/store';

/** The filter of a screen; it is in the address of the page, and `/` goes to it. */
export function FilterBox({ hint, label = 'Filter' }: { hint: string; label?: string }): JSX.Element {
  return (
    <input
      class="input filter-box"
      type="search"
      aria-label={label}
      placeholder={`e.g. ${hint}`}
      value={filterText.value}
      spellcheck={false}
      onInput={(event) => (filterText.value = event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}
