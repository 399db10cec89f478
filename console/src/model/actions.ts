/** What a user does, wherever he does it: screens, the palette and keys call these. */

import { batch } from '@preact/signals';
import type { CatalogueNode, Incident } from '../wire/types';
import { ackIncident } from './incidents';
import {
  filterText, following, headMs, layers, pinned, PinnedMax, screen, selection, theme, themeChoice, time, toldMs, view,
} from './store';
import { reduceTime } from './time';
import type { TimeAction } from './time';
import type { LayerName, ScreenName, Selection } from './url';

export function goTo(name: ScreenName, filter = ''): void {
  if (screen.peek() === name && !filter) return;
  batch(() => {
    screen.value = name;
    filterText.value = filter;
  });
}

export function select(chosen: Selection | null): void {
  batch(() => {
    selection.value = chosen;
    if (!chosen) following.value = false;
  });
}

export function selectNode(node: Pick<CatalogueNode, 'kind' | 'name'> | null): void {
  select(node ? { kind: node.kind === 'satellite' ? 'sat' : 'site', id: node.name } : null);
}

/** Shows a node, link, stream or incident on the globe of the Overview. */
export function showOnGlobe(chosen: Selection): void {
  batch(() => {
    select(chosen);
    if (view.peek() === 'table') view.value = 'globe';
    goTo('overview');
  });
}

export function toggleLayer(name: LayerName): void {
  const on = layers.peek();
  layers.value = on.includes(name) ? on.filter((other) => other !== name) : [...on, name];
}

export function togglePin(stream: number): void {
  const on = pinned.peek();
  pinned.value = on.includes(stream)
    ? on.filter((other) => other !== stream)
    : [...on, stream].slice(-PinnedMax);
}

export function toggleTheme(): void {
  themeChoice.value = theme.peek() === 'dark' ? 'light' : 'dark';
}

/** One step of the time control. */
export function turnTime(action: TimeAction): void {
  time.value = reduceTime(time.peek(), action);
}

/** Looks at a moment: REPLAY when it is past, PLAN when it is to come. */
export function goToTime(toMs: number): void {
  turnTime({ do: 'go', toMs, nowMs: headMs(), wallMs: performance.now() });
}

export function freeze(): void {
  turnTime({ do: 'freeze', nowMs: toldMs(), wallMs: performance.now() });
}

export function goLive(): void {
  turnTime({ do: 'live' });
}

export function acknowledge(incident: Incident): void {
  void ackIncident(incident);
}
