/** What outlives a visit: the address for what is looked at, the browser's store for how it is looked at. */

import { batch, effect } from '@preact/signals';
import { chooseRecording } from '../wire/api';
import {
  colourBy, filterText, layers, letterKeys, pinned, PinnedMax, recording, reducedMotion, runs, screen, second, selection,
  systemDark, theme, themeChoice, time, view,
} from './store';
import type { ThemeChoice } from './store';
import { readUrl, writeUrl } from './url';

const StoreKey = 'orbweaver.console';
const AddressEveryMs = 300;

interface Kept {
  theme?: ThemeChoice;
  letterKeys?: boolean;
  pinned?: number[];
}

/** Takes over what was kept; returns the moment that the address asks for, which only a server can show. */
export function restore(): number | null {
  const url = readUrl(location.search);
  const kept = readKept();
  chooseRecording(url.recording);
  batch(() => {
    recording.value = url.recording;
    screen.value = url.screen;
    selection.value = url.selection;
    layers.value = url.layers;
    colourBy.value = url.colourBy;
    view.value = url.view;
    filterText.value = url.filter;
    runs.value = url.runs;
    if (kept.theme) themeChoice.value = kept.theme;
    letterKeys.value = kept.letterKeys !== false;
    pinned.value = (kept.pinned ?? []).filter(Number.isInteger).slice(0, PinnedMax);
  });
  return url.atMs;
}

/** Writes what changes from now on, and listens to what the system prefers. */
export function keep(): void {
  setInterval(() => second.value++, 1000);
  watch('(prefers-color-scheme: dark)', (on) => {
    systemDark.value = on;
  });
  watch('(prefers-reduced-motion: reduce)', (on) => {
    reducedMotion.value = on;
  });
  effect(() => {
    document.documentElement.dataset.theme = theme.value;
  });
  effect(() => {
    const kept: Kept = { theme: themeChoice.value, letterKeys: letterKeys.value, pinned: pinned.value };
    try {
      localStorage.setItem(StoreKey, JSON.stringify(kept));
    } catch {
      // A browser that stores nothing for pages still shows them.
    }
  });
  let timer = 0;
  effect(() => {
    const state = time.value;
    const address = writeUrl({
      screen: screen.value, recording: recording.value, atMs: state.mode === 'live' ? null : state.atMs, selection: selection.value,
      layers: layers.value, colourBy: colourBy.value, view: view.value, filter: filterText.value,
      runs: screen.value === 'plan' ? runs.value : [],
    });
    // Browsers refuse an address that changes all the time, as it does while the handle of the time bar is
    // dragged.
    window.clearTimeout(timer);
    timer = window.setTimeout(() => history.replaceState(null, '', address + location.hash), AddressEveryMs);
  });
}

function watch(query: string, tell: (on: boolean) => void): void {
  const list = matchMedia(query);
  tell(list.matches);
  list.addEventListener('change', () => tell(list.matches));
}

function readKept(): Kept {
  try {
    return (JSON.parse(localStorage.getItem(StoreKey) ?? '{}') ?? {}) as Kept;
  } catch {
    return {};
  }
}
