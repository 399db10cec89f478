import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Tone } from './marks';

/** A small line without axes, for a number's last hour. */
export function Sparkline({ values, tone = 'up' }: { values: (number | null)[]; tone?: Tone }): JSX.Element {
  const path = useMemo(() => sparkPath(values), [values]);
  return (
    <svg class={`spark tone-${tone}`} viewBox="0 0 60 16" preserveAspectRatio="none" aria-hidden="true">
      <path d={path} vector-effect="non-scaling-stroke" />
    </svg>
  );
}

export function sparkPath(values: (number | null)[]): string {
  const known = values.filter((v): v is number => v !== null && Number.isFinite(v));
  if (known.length < 2) return '';
  const low = Math.min(...known);
  const high = Math.max(...known);
  const wide = high - low || 1;
  let path = '';
  let drawing = false;
  values.forEach((v, i) => {
    if (v === null || !Number.isFinite(v)) {
      drawing = false;
      return;
    }
    const x = ((i / Math.max(1, values.length - 1)) * 60).toFixed(1);
    const y = high === low ? '8.0' : (14.5 - ((v - low) / wide) * 13).toFixed(1);
    path += `${drawing ? 'L' : 'M'}${x} ${y}`;
    drawing = true;
  });
  return path;
}
