/** All rows of a paged endpoint, fetched page by page and kept while they are fetched again. */

import { useEffect, useState } from 'preact/hooks';
import { getJson } from '../wire/api';
import type { Params } from '../wire/api';
import type { Page, Problem } from '../wire/types';
import { atParam, nowMs, session, time } from './store';
import { NothingPlanned, problemOf } from './use-api';
import type { ApiState } from './use-api';

const PageRows = 500;
/** As many links as the largest network has; what is beyond is not fetched. */
const RowsMax = 30_000;
/** From so many rows on they are fetched as seldom as `everyMsOfMany` says. */
const Many = 1000;

export interface RowsOptions {
  everyMs: number;
  everyMsOfMany?: number;
  params?: Params;
}

interface Known<T> {
  subject: string;
  rows: T[] | null;
  status: ApiState<T[]>['status'];
  problem: Problem | null;
  sinceMs: number;
}

export function useRows<T>(path: string, options: RowsOptions): ApiState<T[]> {
  const at = atParam.value;
  const planned = time.value.mode === 'plan';
  const params = options.params ?? {};
  const subject = `${path}?${JSON.stringify(params)}`;
  const [tries, setTries] = useState(0);
  const [known, setKnown] = useState<Known<T>>(() => fresh(subject));

  useEffect(() => {
    if (planned) return;
    const abort = new AbortController();
    let timer = 0;
    const ask = async (): Promise<void> => {
      let everyMs = options.everyMs;
      try {
        const rows = await allRows<T>(path, { ...params, at }, abort.signal);
        if (rows.length >= Many) everyMs = options.everyMsOfMany ?? everyMs;
        setKnown({ subject, rows, status: rows.length ? 'ready' : 'empty', problem: null, sinceMs: nowMs() });
      } catch (error) {
        if (abort.signal.aborted) return;
        const problem = problemOf(error);
        if (problem.status === 401) session.value = 'out';
        setKnown((old) =>
          old.subject === subject && old.rows !== null
            ? { ...old, status: 'stale', problem }
            : { ...fresh<T>(subject), status: 'error', problem },
        );
      }
      if (abort.signal.aborted) return;
      timer = window.setTimeout(() => {
        if (!document.hidden) void ask();
        else document.addEventListener('visibilitychange', () => void ask(), { once: true, signal: abort.signal });
      }, everyMs);
    };
    void ask();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [subject, planned ? '' : at, planned, tries]);

  if (planned) return { ...NothingPlanned, retry: () => setTries((n) => n + 1) };
  const current = known.subject === subject ? known : fresh<T>(subject);
  return {
    data: current.rows,
    status: current.status,
    problem: current.problem,
    sinceMs: current.sinceMs,
    retry: () => setTries((n) => n + 1),
  };
}

async function allRows<T>(path: string, params: Params, signal: AbortSignal): Promise<T[]> {
  const rows: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> = await getJson<Page<T>>(path, { ...params, limit: PageRows, cursor }, signal);
    rows.push(...page.items);
    cursor = page.next;
  } while (cursor !== null && rows.length < RowsMax);
  return rows;
}

function fresh<T>(subject: string): Known<T> {
  return { subject, rows: null, status: 'loading', problem: null, sinceMs: 0 };
}
