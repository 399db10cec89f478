/**
 * The time bar: where one is between the beginning of the history and the end of the plan, and a handle to go
 * elsewhere.
 */

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { freeze, goLive, goToTime, turnTime } from '../model/actions';
import { clock, dateTime, plural } from '../model/format';
import { about, eventsVersion, headMs, nowMs, second, session, time } from '../model/store';
import { barRange, Rates } from '../model/time';
import { useApi } from '../model/use-api';
import type { EventRow, History, Page } from '../wire/types';
import { Button } from './button';
import { useKeys } from './keys';
import { Shape, StateMark, toneOf } from './marks';
import type { Tone } from './marks';
import { openEvents, overlay } from './overlays';
import { EventList } from './event-list';
import { RecordingChoice, useHistory } from './recordings';

const MarksMax = 200;

export interface Mark {
  atMs: number;
  tone: Tone;
  text: string;
}

export function TimeBar(): JSX.Element {
  void second.value;
  const state = time.value;
  const wall = performance.now();
  const head = headMs();
  const range = barRange(state, head, wall);
  const marks = useMarks(range);
  const recorded = useHistory();
  useTimeKeys(marks);

  return (
    <footer class={`timebar mode-${state.mode}`} aria-label="Time">
      <PlayButton />
      <RateChoice />
      <Bar range={range} marks={marks} gaps={recorded?.gaps ?? []} />
      <div class="timebar-side">
        {recorded?.standsStill && <StateMark tone="risk" text="not recording: the disk refuses" />}
        <RecordingChoice history={recorded} />
        <Button small tone="quiet" onClick={openEvents} title="What happened, as a list">
          {plural(marks.length, 'event')}
        </Button>
        <Button small tone={state.mode === 'live' ? 'quiet' : 'primary'} onClick={goLive} disabled={state.mode === 'live'}
          why="You look at the network as it is now.">
          {about.value?.mode === 'recording' ? 'Go to end' : 'Go live'}
        </Button>
      </div>
      {overlay.value === 'events' && <EventList marks={marks} />}
    </footer>
  );
}

function PlayButton(): JSX.Element {
  const state = time.value;
  if (state.mode === 'live') {
    return (
      <Button onClick={freeze} label="Freeze the view" title="Freeze the view (Space)">
        <Icon path="M4 3h3v10H4zM9 3h3v10H9z" />
      </Button>
    );
  }
  const wall = performance.now();
  return state.playing ? (
    <Button onClick={() => turnTime({ do: 'pause', wallMs: wall })} label="Hold" title="Hold (Space)">
      <Icon path="M4 3h3v10H4zM9 3h3v10H9z" />
    </Button>
  ) : (
    <Button onClick={() => turnTime({ do: 'play', wallMs: wall })} label="Play from here" title="Play from here (Space)">
      <Icon path="M4 2.5v11l9-5.5z" />
    </Button>
  );
}

function Icon({ path }: { path: string }): JSX.Element {
  return (
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <path d={path} fill="currentColor" />
    </svg>
  );
}

function RateChoice(): JSX.Element {
  const state = time.value;
  return (
    <select
      class="select rate"
      aria-label="Speed"
      value={String(state.rate)}
      disabled={state.mode === 'live'}
      onChange={(event) => turnTime({ do: 'rate', rate: Number(event.currentTarget.value), wallMs: performance.now() })}
    >
      {Rates.map((rate) => (
        <option value={String(rate)} key={rate}>
          {rate}×
        </option>
      ))}
    </select>
  );
}

interface Range {
  fromMs: number;
  toMs: number;
}

function Bar({ range, marks, gaps }: { range: Range; marks: readonly Mark[]; gaps: History['gaps'] }): JSX.Element {
  const track = useRef<HTMLDivElement>(null);
  const dragging = useSignal(false);
  const held = useRef(range);
  if (!dragging.value) held.current = range;
  const { fromMs, toMs } = held.current;
  const at = (ms: number): number => ((ms - fromMs) / (toMs - fromMs)) * 100;
  const head = headMs();
  const shown = nowMs();
  const history = Date.parse(about.value?.historyFrom ?? about.value?.start ?? '');
  const planEnd = Date.parse(about.value?.planEnd ?? '');

  const moveTo = (clientX: number): void => {
    const box = track.current?.getBoundingClientRect();
    if (!box || box.width === 0) return;
    const share = Math.min(1, Math.max(0, (clientX - box.left) / box.width));
    goToTime(clampTime(fromMs + share * (toMs - fromMs), history, planEnd));
  };

  return (
    <div
      class="bar"
      role="slider"
      tabIndex={0}
      aria-label="Time shown"
      aria-valuemin={Math.round(fromMs / 1000)}
      aria-valuemax={Math.round(toMs / 1000)}
      aria-valuenow={Math.round(shown / 1000)}
      aria-valuetext={`${dateTime(shown)}, ${time.value.mode}`}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        dragging.value = true;
        moveTo(event.clientX);
      }}
      onPointerMove={(event) => {
        if (dragging.value) moveTo(event.clientX);
      }}
      onPointerUp={() => {
        dragging.value = false;
      }}
      onPointerCancel={() => {
        dragging.value = false;
      }}
      onWheel={(event) => turnTime({ do: 'zoom', factor: Math.exp(event.deltaY * 0.0015) })}
      onKeyDown={(event) => onBarKey(event, marks, history, planEnd)}
    >
      <div class="bar-track" ref={track}>
        <Piece class="bar-past" from={at(Number.isFinite(history) ? history : fromMs)} to={at(Math.min(head, shown))} />
        <Piece class="bar-between" from={at(Math.min(shown, head))} to={at(head)} />
        <Piece class="bar-plan" from={at(head)} to={at(Number.isFinite(planEnd) ? planEnd : head)} />
        {gaps.map((gap) => (
          <Piece
            key={gap.from}
            class="bar-gap"
            from={at(Date.parse(gap.from))}
            to={gap.to === null ? at(Date.parse(gap.from)) + 1 : at(Date.parse(gap.to))}
            title={gap.to === null
              ? `What follows ${clock(gap.from)} cannot be read`
              : `Nothing is recorded from ${clock(gap.from)} to ${clock(gap.to)}`}
          />
        ))}
        {marks.map((mark) => (
          <span
            key={`${mark.atMs} ${mark.text}`}
            class={`bar-mark tone-${mark.tone}`}
            style={{ left: `${at(mark.atMs)}%` }}
            title={`${clock(mark.atMs)} ${mark.text}`}
          >
            <Shape tone={mark.tone} size={9} />
          </span>
        ))}
        <span class="bar-head" style={{ left: `${at(head)}%` }} />
        <span class="bar-handle" style={{ left: `${at(shown)}%` }} />
      </div>
      <Ticks fromMs={fromMs} toMs={toMs} headMs={head} />
    </div>
  );
}

function Piece(props: { class: string; from: number; to: number; title?: string }): JSX.Element | null {
  const from = Math.max(0, Math.min(100, props.from));
  const to = Math.max(0, Math.min(100, props.to));
  return to > from ? (
    <span class={props.class} style={{ left: `${from}%`, width: `${to - from}%` }} title={props.title} />
  ) : null;
}

const TickSteps = [10, 30, 60, 300, 600, 1800, 3600, 7200, 14_400, 21_600].map((s) => s * 1000);
const TicksMax = 9;

function Ticks({ fromMs, toMs, headMs: head }: Range & { headMs: number }): JSX.Element {
  const span = toMs - fromMs;
  const step = TickSteps.find((candidate) => span / candidate <= TicksMax) ?? span / TicksMax;
  const ticks: number[] = [];
  // Before it began there was no time that anybody could go to.
  const begin = Math.max(fromMs, Date.parse(about.value?.start ?? '') || fromMs);
  for (let t = Math.ceil(begin / step) * step; t <= toMs; t += step) ticks.push(t);
  const write = (t: number): string => (step < 60_000 ? clock(t) : clock(t).slice(0, 5));
  return (
    <div class="bar-ticks" aria-hidden="true">
      {ticks
        .filter((t) => Math.abs(t - head) / span > 0.045)
        .map((t) => (
          <span key={t} style={{ left: `${((t - fromMs) / span) * 100}%` }}>
            {write(t)}
          </span>
        ))}
      {head >= fromMs && head <= toMs && (
        <span class="tick-now" style={{ left: `${((head - fromMs) / span) * 100}%` }}>
          {about.value?.mode === 'recording' ? 'end' : 'now'}
        </span>
      )}
    </div>
  );
}

/** Events in sight, as marks of the bar. */
function useMarks(range: Range): Mark[] {
  // Whole steps of a quarter of the bar, so that a bar that moves does not ask every second.
  const step = (range.toMs - range.fromMs) / 4;
  const from = Math.floor(range.fromMs / step) * step;
  void eventsVersion.value;
  const answer = useApi<Page<EventRow>>(
    session.value === 'in' ? 'events' : null,
    {
      from: new Date(from).toISOString(),
      to: new Date(from + step * 6).toISOString(),
      limit: MarksMax,
    },
    { everyMs: 10_000, at: false },
  );
  return useMemo(
    () =>
      (answer.data?.items ?? [])
        .map((item) => ({ atMs: Date.parse(item.at), tone: toneOfEvent(item), text: item.text }))
        .filter((mark) => mark.atMs >= range.fromMs && mark.atMs <= range.toMs)
        .sort((x, y) => x.atMs - y.atMs),
    [answer.data, Math.round(range.fromMs / 5000), Math.round(range.toMs / 5000)],
  );
}

function toneOfEvent(item: EventRow): Tone {
  if (typeof item.severity === 'string') return toneOf(item.severity);
  if (item.kind.includes('drill')) return 'drill';
  return item.kind.includes('fault') ? 'risk' : 'idle';
}

function clampTime(ms: number, history: number, planEnd: number): number {
  const low = Number.isFinite(history) ? history : Number.NEGATIVE_INFINITY;
  const high = Number.isFinite(planEnd) ? planEnd : headMs();
  return Math.min(high, Math.max(low, ms));
}

function onBarKey(event: KeyboardEvent, marks: readonly Mark[], history: number, planEnd: number): void {
  const shown = nowMs();
  const step = event.shiftKey ? 60_000 : 1000;
  const near = 500;
  const go = (to: number | undefined): void => {
    if (to !== undefined && Number.isFinite(to)) goToTime(clampTime(to, history, planEnd));
  };
  const next = event.altKey ? marks.find((mark) => mark.atMs > shown + near)?.atMs : shown + step;
  const before = event.altKey ? marks.findLast((mark) => mark.atMs < shown - near)?.atMs : shown - step;
  const keys: Record<string, () => void> = {
    ArrowRight: () => go(next),
    ArrowUp: () => go(next),
    ArrowLeft: () => go(before),
    ArrowDown: () => go(before),
    Home: () => go(history),
    End: () => go(planEnd),
    '+': () => turnTime({ do: 'zoom', factor: 0.7 }),
    '=': () => turnTime({ do: 'zoom', factor: 0.7 }),
    '-': () => turnTime({ do: 'zoom', factor: 1 / 0.7 }),
  };
  const run = keys[event.key];
  if (!run || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  event.stopPropagation();
  run();
}

function useTimeKeys(marks: readonly Mark[]): void {
  const toggle = (): void => {
    const state = time.peek();
    if (state.mode === 'live') freeze();
    else turnTime({ do: state.playing ? 'pause' : 'play', wallMs: performance.now() });
  };
  const jump = (forward: boolean): void => {
    const shown = nowMs();
    const found = forward
      ? marks.find((mark) => mark.atMs > shown + 500)
      : marks.findLast((mark) => mark.atMs < shown - 500);
    if (found) goToTime(found.atMs);
  };
  useKeys([
    { key: 'Space', title: 'freeze, hold or play', group: 'Time', run: toggle },
    { key: '0', title: 'back to live', group: 'Time', run: goLive },
    { key: 'Alt+ArrowLeft', title: 'the event before', group: 'Time', run: () => jump(false) },
    { key: 'Alt+ArrowRight', title: 'the next event', group: 'Time', run: () => jump(true) },
  ]);
}

