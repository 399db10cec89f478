/** Which recorded moment stands for a time before: the one that was asked for, or the oldest that has a window. Pure. */

/** The window over which figures of streams are counted. */
export const WindowMs = 300_000;
/** Figures of streams are recorded as often. */
const StepMs = 60_000;

export interface Then {
  atMs: number;
  /** What was asked for is older than the recording. */
  isOldest: boolean;
}

/** Null where nothing is recorded, or too little to have two moments. */
export function thenOf(nowMs: number, spanMs: number, recordedFromMs: number | null): Then | null {
  if (recordedFromMs === null) return null;
  const wanted = Math.floor((nowMs - spanMs) / StepMs) * StepMs;
  if (wanted >= recordedFromMs) return { atMs: wanted, isOldest: false };
  const oldest = Math.min(recordedFromMs + WindowMs, Math.floor((nowMs - StepMs) / StepMs) * StepMs);
  return oldest > recordedFromMs ? { atMs: oldest, isOldest: true } : null;
}
