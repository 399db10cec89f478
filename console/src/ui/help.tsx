/** Keys, and the settings of this page. */

import type { JSX } from 'preact';
import { letterKeys, themeChoice } from '../model/store';
import type { ThemeChoice } from '../model/store';
import { about } from '../model/store';
import { Button } from './button';
import { Dialog } from './confirm';
import { keyCommands } from './keys';
import { closeOverlay } from './overlays';

const Themes: readonly ThemeChoice[] = ['system', 'dark', 'light'];

/** Arrows as they are on the keys. */
function shown(key: string): string {
  return key.replace('ArrowLeft', '←').replace('ArrowRight', '→');
}

export function Help(): JSX.Element {
  const groups = new Map<string, { key: string; title: string }[]>();
  for (const { group, key, title } of keyCommands()) {
    const list = groups.get(group) ?? [];
    if (!list.some((other) => other.key === key)) groups.set(group, [...list, { key, title }]);
  }
  return (
    <Dialog title="Keys and help" class="help" onClose={closeOverlay}>
      <div class="help-keys">
        {[...groups].map(([group, commands]) => (
          <section key={group}>
            <h3 class="panel-title">{group}</h3>
            <dl class="keys">
              {commands.map(({ key, title }) => (
                <div key={key}>
                  <dt>
                    <kbd>{shown(key)}</kbd>
                  </dt>
                  <dd>{title}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <section>
          <h3 class="panel-title">Tables and globe</h3>
          <dl class="keys">
            <div>
              <dt>
                <kbd>j</kbd> <kbd>k</kbd>
              </dt>
              <dd>next and previous row</dd>
            </div>
            <div>
              <dt>
                <kbd>Enter</kbd>
              </dt>
              <dd>open the row</dd>
            </div>
            <div>
              <dt>
                <kbd>← ↑ → ↓</kbd>
              </dt>
              <dd>turn the globe; on the time bar, one second</dd>
            </div>
            <div>
              <dt>
                <kbd>+</kbd> <kbd>-</kbd>
              </dt>
              <dd>zoom the globe or the time bar</dd>
            </div>
          </dl>
        </section>
      </div>
      <fieldset class="settings">
        <legend class="panel-title">Settings of this browser</legend>
        <label class="check">
          <input
            type="checkbox"
            checked={letterKeys.value}
            onChange={(event) => {
              letterKeys.value = event.currentTarget.checked;
            }}
          />
          Single letters are commands
        </label>
        <label class="check">
          Theme
          <select
            class="select"
            value={themeChoice.value}
            onChange={(event) => {
              themeChoice.value = event.currentTarget.value as ThemeChoice;
            }}
          >
            {Themes.map((choice) => (
              <option key={choice}>{choice}</option>
            ))}
          </select>
        </label>
      </fieldset>
      <p class="muted">
        {about.value ? `${about.value.product} ${about.value.version}, ${about.value.network}. ` : ''}
        The same numbers are in a terminal: orbweaver top.
      </p>
      <div class="dialog-buttons">
        <Button onClick={closeOverlay}>Close</Button>
      </div>
    </Dialog>
  );
}
