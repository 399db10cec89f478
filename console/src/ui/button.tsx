/** A button that knows what role it needs: without it the button is shown, disabled, and says why. */

import type { ComponentChildren, JSX } from 'preact';
import { reasonNot } from '../model/store';
import type { Role } from '../wire/types';

export interface ButtonProps {
  children: ComponentChildren;
  onClick: () => void;
  needs?: Role;
  tone?: 'plain' | 'primary' | 'danger' | 'drill' | 'quiet';
  busy?: boolean;
  disabled?: boolean;
  /** Why it is disabled, when `disabled`. */
  why?: string;
  title?: string;
  label?: string;
  pressed?: boolean;
  /** Whether what it opens is open. */
  expanded?: boolean;
  small?: boolean;
}

export function Button(props: ButtonProps): JSX.Element {
  const missing = props.needs ? reasonNot(props.needs) : null;
  const off = missing !== null || props.disabled === true || props.busy === true;
  const why = missing ?? (props.disabled ? props.why : undefined);
  return (
    <button
      type="button"
      class={`button ${props.tone ?? 'plain'} ${props.small ? 'small' : ''}`}
      // Not `disabled`: a button out of reach of the keyboard could not say why it is off.
      aria-disabled={off || undefined}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      aria-label={props.label}
      aria-busy={props.busy || undefined}
      title={why ?? props.title}
      onClick={() => {
        if (!off) props.onClick();
      }}
    >
      {props.children}
      {why && <span class="sr-only"> ({why})</span>}
    </button>
  );
}
