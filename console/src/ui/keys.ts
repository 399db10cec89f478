/**
 * Keyboard commands. A component offers its own while it is mounted; `?` lists them all. Single letters do
 * nothing while something is typed, and can be switched off.
 */

import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { letterKeys } from '../model/store';

export interface KeyCommand {
  /** As 'g', '?', '[', 'Shift+S', 'Ctrl+K', 'Space', 'Escape'. */
  key: string;
  title: string;
  group: string;
  run: () => void;
}

const offered = signal<KeyCommand[]>([]);

/** What can be pressed now, the latest offer first. */
export function keyCommands(): KeyCommand[] {
  return offered.value;
}

export function useKeys(commands: KeyCommand[]): void {
  const latest = useRef(commands);
  latest.current = commands;
  const shape = commands.map((command) => `${command.key} ${command.title}`).join('|');
  useEffect(() => {
    const mine = latest.current.map((command, i) => ({ ...command, run: () => latest.current[i]?.run() }));
    offered.value = [...mine, ...offered.value];
    return () => {
      offered.value = offered.value.filter((command) => !mine.includes(command));
    };
  }, [shape]);
}

/** The name of what was pressed, as `KeyCommand.key` has it. */
export function keyName(event: KeyboardEvent): string {
  const name = event.key === ' ' ? 'Space' : event.key;
  const letter = name.length === 1;
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push('Ctrl');
  if (event.altKey) parts.push('Alt');
  // Of signs, Shift is part of the sign itself: ? needs no Shift+?.
  if (event.shiftKey && (!letter || /[a-z]/i.test(name))) parts.push('Shift');
  parts.push(letter && parts.length > 0 ? name.toUpperCase() : name);
  return parts.join('+');
}

/** Listens for the whole page. */
export function listenForKeys(target: Window): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const name = keyName(event);
    const single = !name.includes('Ctrl+') && !name.includes('Alt+') && name !== 'Escape';
    if (single && (isTyping(event.target) || inDialog(event.target))) return;
    if (single && name.replace('Shift+', '').length === 1 && !letterKeys.peek()) return;
    const command = offered.peek().find((offer) => offer.key === name);
    if (!command) return;
    if ((name === 'Space' || name === 'Enter') && isControl(event.target)) return;
    event.preventDefault();
    command.run();
  };
  target.addEventListener('keydown', onKey);
  return () => target.removeEventListener('keydown', onKey);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), select, textarea');
}

function inDialog(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('dialog[open]') !== null;
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, input, summary, [role=slider]') !== null;
}
