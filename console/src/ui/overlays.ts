/** Which overlay is open; one at a time. */

import { signal } from '@preact/signals';

export const overlay = signal<'none' | 'palette' | 'help' | 'events'>('none');

export function openPalette(): void {
  overlay.value = 'palette';
}

export function openHelp(): void {
  overlay.value = 'help';
}

export function openEvents(): void {
  overlay.value = 'events';
}

export function closeOverlay(): void {
  overlay.value = 'none';
}
