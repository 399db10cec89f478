/** What the page knows, as signals. Screens read them; `actions` and the socket write them. */

import { batch, computed, signal } from '@preact/signals';
import type { Kpi } from '../wire/frames';
import type { About, Catalogue, CatalogueNode, CatalogueStream, Incident, Problem, Role } from '../wire/types';
import { Changed, Scene } from './scene';
import { LiveState, shownMs } from './time';
import type { TimeState } from './time';
import { UrlDefaults } from './url';
import type { ColourBy, LayerName, ScreenName, Selection, ViewName } from './url';

/** The state drawn. Read columns from it after one of the versions below has changed. */
export const scene = new Scene();
/** Grows with every change of the link set, of states, of loads and of routes. */
export const versions = {
  links: signal(0),
  states: signal(0),
  loads: signal(0),
  routes: signal(0),
  stats: signal(0),
  ephemeris: signal(0),
};
export const kpi = signal<Kpi | null>(null);

/** How the page and the server stand. */
export type Connection =
  | { state: 'connecting' }
  | { state: 'open' }
  | { state: 'lost'; sinceMs: number; retryAtMs: number }
  | { state: 'stalled'; sinceMs: number };
export const connection = signal<Connection>({ state: 'connecting' });
/** Nothing comes: what is shown is of the past, and commands would not arrive. */
export const isCutOff = computed(() => connection.value.state === 'lost' || connection.value.state === 'stalled');
/** True from a gap to the scene that mends it. */
export const resyncing = signal(false);
/** True once a first scene has come. */
export const sceneReady = signal(false);

export type SessionState = 'unknown' | 'out' | 'in';
export const session = signal<SessionState>('unknown');
export const about = signal<About | null>(null);
export const catalogue = signal<Catalogue | null>(null);
export const incidents = signal<Map<string, Incident>>(new Map());
/** The versions of a server that became another while the page was open: the page asks to be loaded again. */
export const serverBuild = signal<{ from: string; to: string } | null>(null);
/** Grows with every event, for lists that ask again then. */
export const eventsVersion = signal(0);
/** What went wrong while the page was starting, or null. */
export const startProblem = signal<Problem | null>(null);
/** The step the page waits for while starting. */
export const startStep = signal('the server');

export const screen = signal<ScreenName>(UrlDefaults.screen);
export const selection = signal<Selection | null>(null);
export const layers = signal<LayerName[]>(UrlDefaults.layers);
export const colourBy = signal<ColourBy>(UrlDefaults.colourBy);
export const view = signal<ViewName>(UrlDefaults.view);
export const filterText = signal('');
/** The earlier recording that is shown; null is the network itself. */
export const recording = signal<string | null>(null);
/** What-ifs that are looked at, by id: the one, and the one it is compared with. */
export const runs = signal<string[]>(UrlDefaults.runs);
export const following = signal(false);
export const time = signal<TimeState>(LiveState);
/** Streams kept in sight, by id; at most `PinnedMax`. */
export const pinned = signal<number[]>([]);
export const PinnedMax = 12;

export type ThemeChoice = 'system' | 'dark' | 'light';
export const themeChoice = signal<ThemeChoice>('system');
export const systemDark = signal(true);
export const theme = computed<'dark' | 'light'>(() =>
  themeChoice.value === 'system' ? (systemDark.value ? 'dark' : 'light') : themeChoice.value,
);
/** Single letters as commands; off for those whose tools type letters. */
export const letterKeys = signal(true);
export const reducedMotion = signal(false);

export interface Toast {
  id: number;
  tone: 'good' | 'risk' | 'down';
  text: string;
}
export const toasts = signal<Toast[]>([]);
const ToastsMax = 4;
let toastId = 0;

export function toast(tone: Toast['tone'], text: string): void {
  if (toasts.peek().some((item) => item.text === text)) return;
  const item = { id: ++toastId, tone, text };
  toasts.value = [...toasts.value.slice(1 - ToastsMax), item];
  setTimeout(() => dismissToast(item.id), tone === 'good' ? 4000 : 9000);
}

export function dismissToast(id: number): void {
  toasts.value = toasts.value.filter((item) => item.id !== id);
}

/** Ticks once a second: for clocks and for what says how long ago. */
export const second = signal(0);

/** World time at the head of the network, and when the page learnt it. */
const head = { simMs: 0, wallMs: 0, rate: 0 };

export function noteHead(simMs: number, rate: number): void {
  head.simMs = simMs;
  head.wallMs = performance.now();
  head.rate = rate;
}

/** World milliseconds of the live network now (of the recording's end, when it is one). */
export function headMs(): number {
  return head.simMs === 0 ? Date.now() : head.simMs + (performance.now() - head.wallMs) * head.rate;
}

/** The last moment that the server has told of: what is recorded reaches at most so far. */
export function toldMs(): number {
  return head.simMs === 0 ? headMs() : head.simMs;
}

/** World milliseconds of what is shown. */
export function nowMs(): number {
  return shownMs(time.peek(), performance.now()) ?? headMs();
}

/** How fast the shown world goes: 0 when it is held. */
export function shownRate(): number {
  const state = time.peek();
  if (state.mode === 'live') return head.rate;
  return state.playing ? state.rate : 0;
}

/**
 * `?at=` of questions: null in LIVE, else in whole steps, so that a running replay does not ask all the time.
 */
export const atParam = computed<string | null>(() => {
  void second.value;
  const shown = shownMs(time.value, performance.now());
  if (time.value.mode === 'live' || shown === null) return null;
  const stepMs = time.value.playing ? Math.max(2000, time.value.rate * 2000) : 1000;
  return new Date(Math.floor(Math.min(shown, toldMs()) / stepMs) * stepMs).toISOString();
});

export const nodesByName = computed<Map<string, CatalogueNode>>(
  () => new Map((catalogue.value?.nodes ?? []).map((node) => [node.name, node])),
);
export const streamsById = computed<Map<number, CatalogueStream>>(
  () => new Map((catalogue.value?.streams ?? []).map((stream) => [stream.id, stream])),
);

export function nodeOf(id: number): CatalogueNode | null {
  return catalogue.peek()?.nodes[id] ?? null;
}

/** The node that is selected, or null. */
export const selectedNode = computed<CatalogueNode | null>(() => {
  const chosen = selection.value;
  if (!chosen || (chosen.kind !== 'sat' && chosen.kind !== 'site')) return null;
  return nodesByName.value.get(chosen.id) ?? null;
});

const Ranks: Record<Role, number> = { viewer: 0, operator: 1, 'drill lead': 2, admin: 3 };

/** Why the user may not do what this role may, or null when he may. Read it while rendering. */
export function reasonNot(needs: Role): string | null {
  const known = about.value;
  if (isCutOff.value) return 'There is no connection to the server.';
  if (!known) return 'The server has not said yet what you may do.';
  // Who may look at a recording is no part of it.
  if (needs !== 'viewer' && needs !== 'admin' && known.mode === 'recording') return 'A recording cannot be changed.';
  const role = known.user?.role ?? 'viewer';
  return Ranks[role] >= Ranks[needs] ? null : `This needs the role ${needs}; you are ${role}.`;
}

/** Tells those who draw what a frame changed. */
export function publish(changed: number): void {
  batch(() => {
    if (changed & Changed.Ephemeris) versions.ephemeris.value++;
    if (changed & Changed.Links) versions.links.value++;
    if (changed & (Changed.Links | Changed.LinkState | Changed.Nodes)) versions.states.value++;
    if (changed & (Changed.Links | Changed.Load)) versions.loads.value++;
    if (changed & Changed.Routes) versions.routes.value++;
    if (changed & (Changed.Stats | Changed.Parts)) versions.stats.value++;
    if (changed & Changed.Kpi) kpi.value = scene.kpi;
  });
}
