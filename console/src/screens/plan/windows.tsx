/** When the nodes of a what-if could be out for maintenance, by the plan. */

import type { JSX } from 'preact';
import { clock, span } from '../../model/format';
import type { WhatIf } from '../../wire/types';

export function Windows({ whatIf }: { whatIf: WhatIf }): JSX.Element | null {
  const windows = whatIf.windows;
  if (!windows) return null;
  const at = (ms: number): string => clock(new Date(Date.parse(whatIf.at) + ms).toISOString());
  const until = at(windows.lookedMs);
  return (
    <div class="cell">
      <h3 class="cell-title">Maintenance windows proposed</h3>
      {windows.items.length === 0 ? (
        <p class="muted">
          None of {span(windows.neededMs)} until {until}: some stream with a promise would have no other way in time.
        </p>
      ) : (
        <ul class="change-list">
          {windows.items.map((window) => (
            <li key={window.fromMs}>
              <span class="mono">
                {at(window.fromMs)} – {at(window.untilMs)}
              </span>{' '}
              (no stream late)
            </li>
          ))}
        </ul>
      )}
      <p class="muted">By the plan until {until}, as if nothing else were broken; without queues and standby links.</p>
    </div>
  );
}
