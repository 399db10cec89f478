/** Marks of state: a shape, a colour and a word, so that no one of them carries the meaning alone. */

import type { ComponentChildren, JSX } from 'preact';

export type Tone = 'good' | 'up' | 'risk' | 'down' | 'drill' | 'plan' | 'idle' | 'route';

/** The shape alone; hidden from screen readers, for the word beside it says the same. */
export function Shape({ tone, size = 12 }: { tone: Tone; size?: number }): JSX.Element {
  return (
    <svg class={`shape tone-${tone}`} width={size} height={size} viewBox="0 0 12 12" aria-hidden="true">
      {shapes[tone]}
    </svg>
  );
}

const shapes: Record<Tone, JSX.Element> = {
  good: <path d="M1.5 6.5 4.6 9.6 10.5 2.8" class="stroke" />,
  up: <circle cx="6" cy="6" r="3" />,
  risk: <path d="M6 1 11.4 10.6H.6Z" />,
  down: <path d="M6 .4 11.6 6 6 11.6.4 6Z" />,
  drill: <circle cx="6" cy="6" r="4.2" class="stroke" />,
  plan: <path d="M1 11 11 1M1 6 6 1M6 11 11 6" class="stroke" />,
  idle: <path d="M2 6h8" class="stroke" />,
  route: <path d="M1 9 5 4l3 3 3-5" class="stroke" />,
};

export function StateMark({
  tone,
  text,
  quiet = false,
}: {
  tone: Tone;
  text: ComponentChildren;
  /** The word is for screen readers only: in narrow columns whose header explains the shapes. */
  quiet?: boolean;
}): JSX.Element {
  return (
    <span class={`mark tone-${tone}`}>
      <Shape tone={tone} />
      <span class={quiet ? 'sr-only' : undefined}>{text}</span>
    </span>
  );
}

/** How states and verdicts are marked everywhere. */
export function toneOf(state: string): Tone {
  return tones[state] ?? 'idle';
}

const tones: Record<string, Tone> = {
  up: 'up',
  degraded: 'risk',
  opening: 'risk',
  down: 'down',
  hangs: 'down',
  unknown: 'idle',
  ok: 'good',
  risk: 'risk',
  broken: 'down',
  refused: 'down',
  idle: 'idle',
  critical: 'down',
  major: 'risk',
  minor: 'risk',
  drill: 'drill',
  info: 'idle',
  planned: 'plan',
};
