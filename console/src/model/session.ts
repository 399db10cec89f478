/**
 * The shell around the model: signing in, the socket, scenes, and what the time control asks of the server.
 */

import { batch, effect } from '@preact/signals';
import { address, ApiError, chooseRecording, getJson, getScene, send } from '../wire/api';
import { decodeFrame, splitFrames } from '../wire/frames';
import type { EventFrame, Frame } from '../wire/frames';
import { LiveSocket, Topics } from '../wire/live';
import type { LiveState } from '../wire/live';
import type { About, Catalogue, Incident, Page } from '../wire/types';
import { noteIncidents } from './incidents';
import { Changed } from './scene';
import {
  about, catalogue, connection, eventsVersion, headMs, noteHead, pinned, publish, recording, resyncing, scene, sceneReady,
  screen, selection, serverBuild, session, startProblem, startStep, time, toast,
} from './store';
import { shownMs } from './time';
import type { TimeMode } from './time';
import { readToken } from './url';
import { problemOf } from './use-api';

const StreamsWatchedMax = 200;
const ScrubMs = 250;
const PlanStepMs = 2000;
const ReplayDriftMs = 1500;

let socket: LiveSocket | null = null;
const listeners = new Set<(changed: number) => void>();

/** Tells what changed in the scene, after each frame. */
export function onScene(listener: (changed: number) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(changed: number): void {
  publish(changed);
  for (const listener of listeners) listener(changed);
}

/** Begins: a token of the address becomes a session, then everything is fetched. */
export async function start(): Promise<void> {
  const token = readToken(location.hash);
  if (token) {
    history.replaceState(null, '', location.pathname + location.search);
    await signIn(token);
    return;
  }
  await load();
}

/** Makes a session of a token; says what was wrong with it, or null. */
export async function signIn(token: string): Promise<string | null> {
  try {
    await send('POST', 'session', { token });
  } catch (error) {
    const problem = problemOf(error);
    // A token is good once. A page that is reloaded with one may have a session already.
    await load();
    return session.peek() === 'in' ? null : (problem.detail ?? problem.title);
  }
  await load();
  return null;
}

export async function signOut(): Promise<void> {
  try {
    await send('DELETE', 'session', undefined);
  } catch (error) {
    toast('down', problemOf(error).title);
  }
  socket?.stop();
  socket = null;
  session.value = 'out';
}

export async function load(): Promise<void> {
  startProblem.value = null;
  startStep.value = 'the server';
  try {
    const known = await getJson<About>('about');
    noteAbout(known);
    session.value = 'in';
    openSocket();
    startStep.value = 'the list of nodes and streams';
    const listed = await getJson<Catalogue>('catalogue');
    batch(() => {
      scene.reserveNodes(listed.nodes.length);
      catalogue.value = listed;
    });
    tell(Changed.Ephemeris | Changed.Nodes);
    startStep.value = 'the first scene';
    await fetchIncidents();
  } catch (error) {
    const problem = problemOf(error);
    if (problem.status === 404 && recording.peek() !== null) {
      // It is too old by now, and was let go.
      recording.value = null;
      chooseRecording(null);
      toast('risk', 'That recording is gone: you look at the network itself.');
      await load();
    } else if (problem.status === 401 || problem.status === 403) session.value = 'out';
    else startProblem.value = problem;
  }
}

function noteAbout(known: About): void {
  about.value = known;
  if (scene.clock === null) noteHead(Date.parse(known.now), known.mode === 'recording' ? 0 : 1);
}

/** What the server is may have changed while it was away. */
async function refreshAbout(): Promise<void> {
  const before = about.peek()?.version;
  const known = await getJson<About>('about');
  noteAbout(known);
  if (before !== undefined && before !== known.version) serverBuild.value = { from: before, to: known.version };
}

async function fetchIncidents(): Promise<void> {
  const page = await getJson<Page<Incident>>('incidents', { limit: 500 });
  noteIncidents(page.items);
}

function openSocket(): void {
  if (socket) return;
  const url = new URL(address('live'), location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  socket = new LiveSocket(url.href, { frame: takeFrame, state: noteConnection, gap: () => void mend() });
  socket.start();
}

export function retryNow(): void {
  socket?.retryNow();
}

/** Bytes and frames that the socket has brought. */
export function received(): { bytes: number; frames: number } {
  return socket?.received ?? { bytes: 0, frames: 0 };
}

let wasLost = false;

function noteConnection(state: LiveState): void {
  // While one attempt follows another the banner stays as it is.
  if (state.state === 'connecting' && connection.peek().state === 'lost') return;
  connection.value = state;
  if (state.state === 'lost') wasLost = true;
  if (state.state !== 'open' || !wasLost) return;
  wasLost = false;
  void Promise.all([refreshAbout(), fetchIncidents()]).catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 401) session.value = 'out';
  });
}

/**
 * True from the moment replay is asked for to its first frame: what is under way still belongs to the live
 * scene.
 */
let awaitsReplay = false;

function takeFrame(frame: Frame): void {
  const mode = time.peek().mode;
  if (frame.kind === 'clock') takeClock(frame, mode);
  else if (frame.kind === 'event') takeEvent(frame, mode);
  else if (frame.kind === 'resync') resyncing.value = true;
  if (mode === 'frozen' || mode === 'plan' || (mode === 'replay' && awaitsReplay)) return;
  const changed = scene.apply(frame);
  if (changed & (Changed.Kpi | Changed.Stats)) resyncing.value = false;
  tell(changed);
  if (!sceneReady.peek() && scene.satellites > 0) sceneReady.value = true;
}

function takeClock(frame: Extract<Frame, { kind: 'clock' }>, mode: TimeMode): void {
  if (frame.mode === 'live' || frame.mode === 'ended') {
    noteHead(frame.header.simMs, frame.mode === 'live' ? frame.rate : 0);
    noteBuild(frame.build);
    return;
  }
  if (frame.mode !== 'replay' || mode !== 'replay') return;
  awaitsReplay = false;
  const state = time.peek();
  const shown = shownMs(state, performance.now()) ?? frame.header.simMs;
  if (!state.playing || Math.abs(shown - frame.header.simMs) < ReplayDriftMs * Math.max(1, state.rate)) return;
  anchoring = true;
  time.value = { ...state, atMs: frame.header.simMs, anchorWallMs: performance.now() };
  anchoring = false;
}

/** True while the page's own clock is put right by the server's: nothing is asked of the server then. */
let anchoring = false;

let firstBuild: number | null = null;

function noteBuild(build: number): void {
  firstBuild ??= build;
  if (build !== firstBuild && serverBuild.peek() === null) void refreshAbout();
}

function takeEvent(frame: EventFrame, mode: TimeMode): void {
  // The past drives no alarm: in REPLAY the list is asked for by time.
  if (mode === 'replay' && !awaitsReplay) return;
  eventsVersion.value++;
  const body = frame.event;
  const incident = (body.incident ?? body) as Partial<Incident>;
  if (incident.alarms && incident.state && incident.id) noteIncidents([incident as Incident]);
  else if (String(body.kind).startsWith('incident')) void fetchIncidents().catch(() => undefined);
}

/** Frames are missing: the whole scene anew. What is drawn stays until then. */
async function mend(): Promise<void> {
  if (resyncing.peek()) return;
  resyncing.value = true;
  try {
    await showScene(null);
  } catch (error) {
    toast('risk', `The view could not be brought up to date: ${problemOf(error).title}`);
  }
  resyncing.value = false;
}

let sceneAbort: AbortController | null = null;

/** Fetches the scene of a moment and shows it; null is now. */
async function showScene(atMs: number | null): Promise<void> {
  sceneAbort?.abort();
  const abort = new AbortController();
  sceneAbort = abort;
  const bytes = await getScene(atMs === null ? null : new Date(atMs).toISOString(), abort.signal);
  if (abort.signal.aborted) return;
  let changed = 0;
  for (const piece of splitFrames(bytes)) {
    const frame = decodeFrame(piece);
    if (frame.kind === 'clock') continue;
    changed |= scene.apply(frame);
  }
  tell(changed);
  sceneReady.value = true;
}

let scrubTimer = 0;
let scrubLast = 0;

/**
 * At most four scenes a second while the handle is dragged; the ephemeris moves the satellites in between.
 */
function scrubTo(atMs: number): void {
  window.clearTimeout(scrubTimer);
  const wait = Math.max(0, ScrubMs - (performance.now() - scrubLast));
  scrubTimer = window.setTimeout(() => {
    scrubLast = performance.now();
    showScene(atMs).catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'AbortError') return;
      toast('risk', `Nothing to show at that time: ${problemOf(error).detail ?? problemOf(error).title}`);
    });
  }, wait);
}

/** A replay from there, as seldom as scenes are fetched: arrows and drags ask for many. */
function replayFrom(atMs: number, rate: number): void {
  window.clearTimeout(scrubTimer);
  sceneAbort?.abort();
  const wait = Math.max(0, ScrubMs - (performance.now() - scrubLast));
  scrubTimer = window.setTimeout(() => {
    scrubLast = performance.now();
    socket?.replay(Math.round(atMs), rate);
  }, wait);
}

let lastMode: TimeMode = 'live';
let lastAsked = '';
let planTimer = 0;

/** The server is told what the time control says. */
function followTime(): void {
  const state = time.value;
  const asked = `${state.mode} ${state.playing} ${state.rate} ${state.atMs}`;
  if (!socket || anchoring || asked === lastAsked) return;
  lastAsked = asked;
  const from = lastMode;
  lastMode = state.mode;
  window.clearInterval(planTimer);
  if (state.mode === 'live') {
    window.clearTimeout(scrubTimer);
    sceneAbort?.abort();
    awaitsReplay = false;
    if (from !== 'live') socket.live();
    return;
  }
  const atMs = shownMs(state, performance.now());
  if (atMs === null) return;
  if (state.mode === 'replay' && state.playing) {
    awaitsReplay = true;
    replayFrom(atMs, state.rate);
    return;
  }
  if (from === 'live' || from === 'replay') socket.pause();
  window.clearTimeout(scrubTimer);
  if (state.mode === 'frozen') return;
  scrubTo(atMs);
  if (state.mode === 'plan' && state.playing) {
    planTimer = window.setInterval(() => scrubTo(shownMs(time.peek(), performance.now()) ?? atMs), PlanStepMs);
  }
}

/** Routes and numbers are sent for the streams somebody looks at. */
function followStreams(): void {
  const chosen = selection.value?.kind === 'stream' ? Number(selection.value.id) : Number.NaN;
  const streams = new Set(pinned.value);
  if (Number.isInteger(chosen)) streams.add(chosen);
  // Where nothing is pinned the first ones are watched, so that the globe shows some routes.
  for (const stream of catalogue.value?.streams ?? []) {
    if (streams.size >= (screen.value === 'streams' ? StreamsWatchedMax : DefaultWatched)) break;
    if (stream.verdict !== 'refused') streams.add(stream.id);
  }
  socket?.subscribe({ topics: Topics, streams: [...streams].sort((a, b) => a - b), rateHz: 5 });
}

const DefaultWatched = 16;

/** Keeps the server told from now on. */
export function keepFollowing(): void {
  effect(() => {
    void session.value;
    followTime();
  });
  effect(() => {
    void session.value;
    followStreams();
  });
}


/** How far the live network has gone on while the view is held. */
export function movedMs(): number {
  const shown = shownMs(time.peek(), performance.now());
  return shown === null ? 0 : headMs() - shown;
}
