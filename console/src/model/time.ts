/**
 * The time an operator looks at: LIVE follows the network, FROZEN holds the view while the network goes on,
 * REPLAY runs through the recording for this viewer alone, PLAN runs ahead. A pure state machine; the shell
 * around it talks to the socket.
 */

export type TimeMode = 'live' | 'frozen' | 'replay' | 'plan';

export interface TimeState {
  mode: TimeMode;
  /** The moment shown, world milliseconds; null in LIVE. It is the moment at `anchorWallMs` when playing. */
  atMs: number | null;
  /** World seconds a second, when playing. */
  rate: number;
  playing: boolean;
  /** Milliseconds of the page's own clock at which `atMs` was so. */
  anchorWallMs: number;
  /** How long the bar is. */
  spanMs: number;
}

export type TimeAction =
  | { do: 'freeze'; nowMs: number; wallMs: number }
  | { do: 'go'; toMs: number; nowMs: number; wallMs: number }
  | { do: 'play'; wallMs: number }
  | { do: 'pause'; wallMs: number }
  | { do: 'rate'; rate: number; wallMs: number }
  | { do: 'live' }
  | { do: 'zoom'; factor: number }
  | { do: 'end'; wallMs: number };

export const Rates = [0.1, 1, 5, 10, 60, 300] as const;
export const SpanMinMs = 60_000;
export const SpanMaxMs = 30 * 3600_000;
export const LiveState: TimeState = {
  mode: 'live',
  atMs: null,
  rate: 1,
  playing: true,
  anchorWallMs: 0,
  spanMs: 2 * 3600_000,
};

/** The moment shown at `wallMs` of the page's clock, or null in LIVE. */
export function shownMs(state: TimeState, wallMs: number): number | null {
  if (state.atMs === null) return null;
  return state.playing ? state.atMs + (wallMs - state.anchorWallMs) * state.rate : state.atMs;
}

export function reduceTime(state: TimeState, action: TimeAction): TimeState {
  switch (action.do) {
    case 'freeze':
      if (state.mode !== 'live') return state;
      return { ...state, mode: 'frozen', atMs: action.nowMs, playing: false, anchorWallMs: action.wallMs };
    case 'go': {
      const mode = action.toMs > action.nowMs ? 'plan' : 'replay';
      // A jump inside a mode keeps it running; a jump into another one is a look at one moment.
      const playing = state.mode === mode && state.playing;
      return { ...state, mode, atMs: action.toMs, playing, anchorWallMs: action.wallMs };
    }
    case 'play':
      if (state.mode === 'live' || state.playing) return state;
      return {
        ...state,
        mode: state.mode === 'frozen' ? 'replay' : state.mode,
        playing: true,
        anchorWallMs: action.wallMs,
      };
    case 'pause':
      if (state.mode === 'live' || !state.playing) return state;
      return { ...state, ...anchored(state, action.wallMs), playing: false };
    case 'rate':
      return { ...state, ...anchored(state, action.wallMs), rate: action.rate };
    case 'live':
      return { ...state, mode: 'live', atMs: null, rate: 1, playing: true, anchorWallMs: 0 };
    case 'zoom':
      return { ...state, spanMs: Math.min(SpanMaxMs, Math.max(SpanMinMs, state.spanMs * action.factor)) };
    case 'end':
      return { ...state, ...anchored(state, action.wallMs), playing: false };
  }
}

function anchored(state: TimeState, wallMs: number): Pick<TimeState, 'atMs' | 'anchorWallMs'> {
  return { atMs: shownMs(state, wallMs), anchorWallMs: wallMs };
}

/** Where the bar begins and ends around what is shown: a quarter of it is the future when LIVE. */
export function barRange(state: TimeState, nowMs: number, wallMs: number): { fromMs: number; toMs: number } {
  const shown = shownMs(state, wallMs) ?? nowMs;
  const middle = state.mode === 'live' || state.mode === 'frozen' ? nowMs : shown;
  const ahead = state.mode === 'live' || state.mode === 'frozen' ? 0.25 : 0.5;
  return { fromMs: middle - state.spanMs * (1 - ahead), toMs: middle + state.spanMs * ahead };
}
