/** A question before something that is felt. `typed` must be written out when it cannot be taken back. */

import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from './button';

export interface ConfirmProps {
  title: string;
  children?: ComponentChildren;
  /** What must be typed before the button works. */
  typed?: string;
  confirmLabel: string;
  tone?: 'primary' | 'danger' | 'drill';
  busy?: boolean;
  onConfirm: () => void;
  onCancel: () => void;
}

export function Confirm(props: ConfirmProps): JSX.Element {
  const [text, setText] = useState('');
  const ready = props.typed === undefined || text.trim() === props.typed;
  return (
    <Dialog title={props.title} onClose={props.onCancel}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) props.onConfirm();
        }}
      >
        {props.children}
        {props.typed !== undefined && (
          <label class="field">
            <span>
              Type <strong class="mono">{props.typed}</strong> to confirm
            </span>
            <input
              class="input mono"
              value={text}
              autocomplete="off"
              spellcheck={false}
              onInput={(event) => setText(event.currentTarget.value)}
            />
          </label>
        )}
        <div class="dialog-buttons">
          <Button onClick={props.onCancel}>Cancel</Button>
          <Button
            tone={props.tone ?? 'primary'}
            busy={props.busy}
            disabled={!ready}
            why={`Type ${props.typed ?? ''} first.`}
            onClick={props.onConfirm}
          >
            {props.confirmLabel}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** A dialog: modal, closed by Escape, its first field focused. */
export function Dialog(props: {
  title: string;
  onClose: () => void;
  class?: string;
  children: ComponentChildren;
}): JSX.Element {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    element.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      class={`dialog ${props.class ?? ''}`}
      aria-label={props.title}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
      onClick={(event) => {
        if (event.target === element.current) props.onClose();
      }}
    >
      <div class="dialog-inner">
        <h2 class="panel-title">{props.title}</h2>
        {props.children}
      </div>
    </dialog>
  );
}
