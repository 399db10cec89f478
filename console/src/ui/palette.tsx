/** The command palette: ids, names and commands, by typing. */

import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { findCommands } from '../model/commands';
import type { Found } from '../model/commands';
import { Dialog } from './confirm';
import { closeOverlay } from './overlays';

export function Palette(): JSX.Element {
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const found = useMemo(() => findCommands(text), [text]);
  const at = Math.min(active, found.length - 1);

  const run = (one: Found | undefined): void => {
    if (!one) return;
    closeOverlay();
    one.run();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setActive(Math.min(found.length - 1, at + 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(0, at - 1));
    else if (event.key === 'Enter') run(found[at]);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog title="Search or command" class="palette" onClose={closeOverlay}>
      <input
        class="input palette-input"
        role="combobox"
        aria-label="Search nodes, streams, incidents and commands"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found[at] ? `found-${at}` : undefined}
        autocomplete="off"
        spellcheck={false}
        placeholder="Node, stream, incident or command"
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKey}
      />
      <ul id="palette-list" class="palette-list" role="listbox" aria-label="Found">
        {found.map((one, i) => (
          <li
            key={one.id}
            id={`found-${i}`}
            role="option"
            aria-selected={i === at}
            class="palette-item"
            ref={i === at ? scrollIntoView : undefined}
            onClick={() => run(one)}
          >
            <span>{one.title}</span>
            <span class="muted">{one.note}</span>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p class="muted">Nothing is called that.</p>}
    </Dialog>
  );
}

function scrollIntoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}
