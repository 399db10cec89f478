/** Questions to the API as state of a component: loading, ready, empty, error, stale. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, getJson, newKey, send } from '../wire/api';
import type { Params } from '../wire/api';
import type { Problem } from '../wire/types';
import { atParam, nowMs, session, time, toast } from './store';

export type ApiStatus = 'loading' | 'ready' | 'empty' | 'error' | 'stale';

export interface ApiState<T> {
  data: T | null;
  status: ApiStatus;
  problem: Problem | null;
  /** What the world's clock showed when the data came; 0 when none has. */
  sinceMs: number;
  retry: () => void;
}

export interface ApiOptions {
  /** Ask again after so long; 0 asks once and when something changes. */
  everyMs?: number;
  /** Send the time shown as `at`; true unless told otherwise. */
  at?: boolean;
}

/** What is known of the future of anything that is measured. */
export const NothingPlanned = { data: null, status: 'empty', problem: null, sinceMs: 0 } as const;

/** Asks `path`; null asks nothing. Old data stay in sight while new ones are fetched or cannot be. */
export function useApi<T>(path: string | null, params: Params = {}, options: ApiOptions = {}): ApiState<T> {
  const at = options.at === false ? null : atParam.value;
  // Of what is planned there are scenes but no measurements.
  const planned = options.at !== false && time.value.mode === 'plan';
  const everyMs = options.everyMs ?? 0;
  const subject = path === null ? '' : `${path}?${JSON.stringify(params)}`;
  const [tries, setTries] = useState(0);
  const [state, setState] = useState<Omit<ApiState<T>, 'retry'> & { subject: string }>(() => fresh(subject));

  useEffect(() => {
    if (path === null || planned) return;
    const abort = new AbortController();
    let timer = 0;
    const ask = async (): Promise<void> => {
      try {
        const data = await getJson<T>(path, at === null ? params : { ...params, at }, abort.signal);
        const status = isEmpty(data) ? 'empty' : 'ready';
        setState({ subject, data, status, problem: null, sinceMs: nowMs() });
      } catch (error) {
        if (abort.signal.aborted) return;
        const problem = problemOf(error);
        if (problem.status === 401) session.value = 'out';
        setState((old) =>
          old.subject === subject && old.data !== null
            ? { ...old, status: 'stale', problem }
            : { subject, data: null, status: 'error', problem, sinceMs: 0 },
        );
      }
      if (everyMs > 0 && !abort.signal.aborted) timer = window.setTimeout(whenSeen, everyMs);
    };
    // A page in the background asks nothing; it asks again at once when it is looked at.
    const whenSeen = (): void => {
      if (!document.hidden) void ask();
      else document.addEventListener('visibilitychange', () => void ask(), { once: true, signal: abort.signal });
    };
    void ask();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [subject, planned ? '' : at, planned, everyMs, tries]);

  const current: Omit<ApiState<T>, 'retry'> = planned
    ? NothingPlanned
    : state.subject === subject
      ? state
      : fresh<T>(subject);
  return { ...current, retry: () => setTries((n) => n + 1) };
}

export type Sent<T> = { ok: true; value: T } | { ok: false; problem: Problem };

/** A command; what goes wrong is said in a toast, and returned for the form that sent it. */
export async function post<T>(
  path: string,
  body: unknown = {},
  options: { key?: string; done?: string; method?: 'POST' | 'DELETE' } = {},
): Promise<Sent<T>> {
  try {
    const value = await send<T>(options.method ?? 'POST', path, body, options.key ?? newKey());
    if (options.done) toast('good', options.done);
    return { ok: true, value };
  } catch (error) {
    const problem = problemOf(error);
    if (problem.status === 401) session.value = 'out';
    toast('down', problem.detail ?? problem.title);
    return { ok: false, problem };
  }
}

/** `post` for a form or a button: whether it is under way, and one key for each intent. */
export function usePost<T>(): {
  busy: boolean;
  run: (path: string, body?: unknown, done?: string, method?: 'POST' | 'DELETE') => Promise<Sent<T>>;
} {
  const [busy, setBusy] = useState(false);
  const key = useRef<{ intent: string; key: string } | null>(null);
  const run = async (
    path: string,
    body: unknown = {},
    done?: string,
    method: 'POST' | 'DELETE' = 'POST',
  ): Promise<Sent<T>> => {
    const intent = `${method} ${path} ${JSON.stringify(body)}`;
    // The same intent after a failure goes with the same key: it may have arrived the first time.
    if (key.current?.intent !== intent) key.current = { intent, key: newKey() };
    setBusy(true);
    const sent = await post<T>(path, body, { key: key.current.key, done, method });
    setBusy(false);
    if (sent.ok || sent.problem.status !== 0) key.current = null;
    return sent;
  };
  return { busy, run };
}

export function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem;
  return { title: 'The page failed', status: -1, detail: error instanceof Error ? error.message : String(error) };
}

function fresh<T>(subject: string): Omit<ApiState<T>, 'retry'> & { subject: string } {
  return { subject, data: null, status: 'loading', problem: null, sinceMs: 0 };
}

function isEmpty(data: unknown): boolean {
  if (Array.isArray(data)) return data.length === 0;
  const items = (data as { items?: unknown } | null)?.items;
  return Array.isArray(items) && items.length === 0;
}
