/** A text that is cut in its middle where it has no room: both ends of a name tell it from its neighbours. */

import type { JSX } from 'preact';

const TailMax = 12;

export function MiddleCut({ text, title = text }: { text: string; title?: string }): JSX.Element {
  const tail = Math.min(TailMax, Math.floor(text.length / 2));
  return (
    <span class="middle" title={title}>
      <span class="middle-head">{text.slice(0, text.length - tail)}</span>
      <span class="middle-tail">{text.slice(text.length - tail)}</span>
    </span>
  );
}
