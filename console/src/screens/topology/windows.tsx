/** The planned links of a node as bars over the next ninety minutes. Left and right walk from bar to bar. */

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { goToTime } from '../../model/actions';
import { about, clock } from '../../model/format';
import { nowMs, second } from '../../model/store';
import type { LinkWindow, NodeDetail } from '../../wire/types';

const SpanMs = 90 * 60_000;
const TickMs = 15 * 60_000;
const PeersMax = 24;

interface Bar {
  window: LinkWindow;
  fromMs: number;
  toMs: number;
}

export function Windows({ node }: { node: NodeDetail }): JSX.Element {
  void second.value;
  const [active, setActive] = useState(0);
  const start = nowMs();
  const bars = barsOf(node.next, start);
  const peers = [...new Set(bars.map((bar) => bar.window.peerName))].slice(0, PeersMax);
  if (bars.length === 0) return <p class="muted">The plan has no link of it in that time.</p>;
  const at = Math.min(active, bars.length - 1);
  const walk = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const next = Math.min(bars.length - 1, Math.max(0, at + step));
    setActive(next);
    (event.currentTarget as HTMLElement).querySelector<HTMLElement>(`[data-bar="${next}"]`)?.focus();
  };
  return (
    <div class="windows" role="group" aria-label="Planned links" onKeyDown={walk}>
      <div class="windows-axis" aria-hidden="true">
        {ticks(start).map((tick) => (
          <span key={tick} style={{ left: `${((tick - start) / SpanMs) * 100}%` }}>
            {clock(tick).slice(0, 5)}
          </span>
        ))}
      </div>
      {peers.map((peer) => (
        <div class="windows-row" key={peer}>
          <span class="windows-peer" title={peer}>
            {peer}
          </span>
          <div class="windows-track">
            {bars.map((bar, i) =>
              bar.window.peerName === peer ? (
                <BarButton bar={bar} index={i} start={start} active={i === at} onFocus={() => setActive(i)} key={i} />
              ) : null,
            )}
          </div>
        </div>
      ))}
    </div>
  );
}

function BarButton(props: { bar: Bar; index: number; start: number; active: boolean; onFocus: () => void }): JSX.Element {
  const { bar, start } = props;
  const left = ((Math.max(bar.fromMs, start) - start) / SpanMs) * 100;
  const right = ((Math.min(bar.toMs, start + SpanMs) - start) / SpanMs) * 100;
  const text = `${bar.window.kind} to ${bar.window.peerName}, ${clock(bar.fromMs)} to ${clock(bar.toMs)}, ${about(bar.toMs - bar.fromMs)}`;
  return (
    <button
      type="button"
      class={`window-bar kind-${bar.window.kind}`}
      data-bar={props.index}
      tabIndex={props.active ? 0 : -1}
      style={{ left: `${left}%`, width: `${Math.max(0.6, right - left)}%` }}
      aria-label={`${text}. Enter goes to its beginning.`}
      title={text}
      onFocus={props.onFocus}
      onClick={() => goToTime(Math.max(bar.fromMs, start + 1))}
    />
  );
}

function barsOf(windows: readonly LinkWindow[], start: number): Bar[] {
  return windows
    .map((window) => ({ window, fromMs: Date.parse(window.opens), toMs: Date.parse(window.closes) }))
    .filter((bar) => bar.toMs > start && bar.fromMs < start + SpanMs)
    .sort((x, y) => x.fromMs - y.fromMs || x.window.peerName.localeCompare(y.window.peerName));
}

function ticks(start: number): number[] {
  const first = Math.ceil(start / TickMs) * TickMs;
  return Array.from({ length: 6 }, (_, i) => first + i * TickMs).filter((tick) => tick < start + SpanMs);
}
