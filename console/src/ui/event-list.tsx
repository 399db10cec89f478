/** The marks of the time bar as a list: each line goes to its time. */

import type { JSX } from 'preact';
import { goToTime } from '../model/actions';
import { dateTime } from '../model/format';
import { Dialog } from './confirm';
import { StateMark } from './marks';
import { closeOverlay } from './overlays';
import type { Mark } from './timebar';

export function EventList({ marks }: { marks: readonly Mark[] }): JSX.Element {
  return (
    <Dialog title="Events in sight of the time bar" onClose={closeOverlay}>
      {marks.length === 0 && (
        <p class="muted">Nothing happened in this span. Zoom the bar out with - to see more of it.</p>
      )}
      <ul class="event-list">
        {marks.map((mark) => (
          <li key={`${mark.atMs} ${mark.text}`}>
            <button
              type="button"
              class="event-row"
              onClick={() => {
                closeOverlay();
                goToTime(mark.atMs);
              }}
            >
              <span class="muted">{dateTime(mark.atMs)}</span>
              <StateMark tone={mark.tone} text={mark.text} />
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
