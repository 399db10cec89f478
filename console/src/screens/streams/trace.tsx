/** The next message of a stream, followed hop by hop: where it was when, how long it waited, how long it flew. */

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { selectNode } from '../../model/actions';
import { clock, count, ms, plural, share } from '../../model/format';
import { about, nodeOf, time } from '../../model/store';
import { problemOf } from '../../model/use-api';
import { Button } from '../../ui/button';
import { StateMark } from '../../ui/marks';
import { Failure } from '../../ui/panel';
import { getJson } from '../../wire/api';
import type { ContractDetail, Parts, Problem, Trace, TraceHop } from '../../wire/types';

/** Why nothing can be followed now, or null. Read it while rendering. */
export function noTrace(): string | null {
  if (about.value?.mode === 'recording') return 'A recording has no packets that could be followed.';
  return time.value.mode === 'live' ? null : 'Only what goes now can be followed: go back to live.';
}

export function StreamTrace({ stream }: { stream: ContractDetail }): JSX.Element {
  const [tries, setTries] = useState(0);
  const [trace, setTrace] = useState<Trace | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(true);
  const again = (): void => setTries((n) => n + 1);
  const why = noTrace();
  useEffect(() => {
    if (why !== null) return;
    const abort = new AbortController();
    setBusy(true);
    getJson<Trace>(`contracts/${stream.id}/trace`, {}, abort.signal)
      .then((answer) => {
        setTrace(answer);
        setProblem(null);
      })
      .catch((error: unknown) => {
        if (!abort.signal.aborted) setProblem(problemOf(error));
      })
      .finally(() => {
        if (!abort.signal.aborted) setBusy(false);
      });
    return () => abort.abort();
  }, [stream.id, tries, why === null]);
  return (
    <div class="cell all">
      <div class="cell-head">
        <h3 class="cell-title">One message, hop by hop</h3>
        <Button small busy={busy} disabled={why !== null} why={why ?? undefined} onClick={again}>
          Follow another
        </Button>
      </div>
      {why !== null && <p class="muted">{why}</p>}
      {why === null && busy && trace === null && (
        <p class="muted" role="status">
          Waiting for the next message of this stream.
        </p>
      )}
      {problem && !busy && <Failure problem={problem} onRetry={again} />}
      {trace && (trace.state === 'none' ? <Nothing /> : <Followed trace={trace} stream={stream} />)}
    </div>
  );
}

function Nothing(): JSX.Element {
  return <p class="muted">No message was handed in within five seconds.</p>;
}

const Ends: Record<Trace['state'], string> = {
  delivered: 'came', dropped: 'was dropped', underway: 'had not ended after five seconds', none: '',
};

function Followed({ trace, stream }: { trace: Trace; stream: ContractDetail }): JSX.Element {
  const way = trace.hops.filter((hop) => hop.leads).sort((x, y) => x.leftMs - y.leftMs);
  const hops = way.length > 0 ? way : trace.hops;
  const others = trace.hops.length - hops.length;
  const tone = trace.state === 'delivered' ? (trace.inTime === false ? 'risk' : 'good') : 'down';
  return (
    <>
      <p class="trace-head">
        <StateMark
          tone={tone}
          text={`Message ${count(trace.number)} of ${clock(trace.at)} ${Ends[trace.state]}${trace.reason ? `: ${trace.reason}` : ''}`}
        />
        {trace.tookMs !== null && (
          <span>
            {' '}
            after {ms(trace.tookMs)} ms of {ms(stream.deadlineMs)}
            {trace.inTime === false && ', too late'}
          </span>
        )}
        <span class="muted">
          {trace.bytes !== null && ` · ${count(trace.bytes)} bytes`}
          {(trace.pieces ?? 1) > 1 && ` in ${plural(trace.pieces!, 'packet')}, the first of which is shown`}
          {others > 0 && ` · copies of it took ${plural(others, 'link')} more`}
        </span>
      </p>
      {hops.length === 0 ? <p class="muted">It took no link.</p> : <Hops hops={hops} trace={trace} />}
      <Beside trace={trace} stream={stream} />
    </>
  );
}

function Hops({ hops, trace }: { hops: readonly TraceHop[]; trace: Trace }): JSX.Element {
  const end = Math.max(trace.tookMs ?? 0, ...hops.map((hop) => hop.leftMs + (hop.flewMs ?? 0)), 1e-9);
  return (
    <table class="compare trace">
      <thead>
        <tr>
          <th scope="col">From</th>
          <th scope="col" class="trace-to">
            To
          </th>
          <th scope="col">Left after, ms</th>
          <th scope="col">Waited there</th>
          <th scope="col">Flew</th>
          <th scope="col" aria-hidden="true" class="trace-lane">
            <span class="tone-risk">waited</span>, <span class="tone-up">flew</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {hops.map((hop, i) => (
          <tr key={i}>
            <th scope="row">
              <NodeLink id={hop.from} />
            </th>
            <td class="trace-to">{hop.to === null ? <span class="tone-down">did not arrive</span> : <NodeLink id={hop.to} />}</td>
            <td>{ms(hop.leftMs)}</td>
            <td class={(hop.waitedMs ?? 0) > 1 ? 'tone-risk' : undefined}>{ms(hop.waitedMs)}</td>
            <td>{ms(hop.flewMs)}</td>
            <td class="trace-lane" aria-hidden="true">
              <Lane hop={hop} end={end} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Lane({ hop, end }: { hop: TraceHop; end: number }): JSX.Element {
  const waited = hop.waitedMs ?? 0;
  const at = (value: number): string => `${(value / end) * 100}%`;
  return (
    <span class="lane">
      <span class="lane-waited" style={{ left: at(hop.leftMs - waited), width: at(waited) }} />
      <span class="lane-flew" style={{ left: at(hop.leftMs), width: at(hop.flewMs ?? 0) }} />
    </span>
  );
}

function NodeLink({ id }: { id: number }): JSX.Element {
  const node = nodeOf(id);
  return (
    <button type="button" class="link" onClick={() => selectNode(node)}>
      {node?.name ?? String(id)}
    </button>
  );
}

const Names: readonly [keyof Parts, string][] = [
  ['bestMs', 'light on the best way'],
  ['detourMs', 'detour'],
  ['serialisationMs', 'serialisation'],
  ['queueingMs', 'queueing'],
  ['waitingMs', 'waiting for a link'],
  ['processingMs', 'processing'],
];

const WorthSaying = 0.02;

/** The slowest message of the window was not followed: of it the parts are known, and what stood out. */
function Beside({ trace, stream }: { trace: Trace; stream: ContractDetail }): JSX.Element | null {
  const slowest = stream.parts?.slowest;
  if (!slowest || stream.maxMs === null) return null;
  const over = Names.slice(1).sort(([x], [y]) => slowest[y] - slowest[x])[0]!;
  const all = Names.reduce((sum, [part]) => sum + slowest[part], 0);
  return (
    <p class="muted note">
      The slowest of the last 5 min took {ms(stream.maxMs)} ms
      {trace.tookMs !== null && stream.maxMs > trace.tookMs && `, ${ms(stream.maxMs - trace.tookMs)} ms more`}.{' '}
      {all > 0 && slowest[over[0]] / all >= WorthSaying
        ? `Beyond light, most of it was ${over[1]}: ${ms(slowest[over[0]])} ms, ${share(slowest[over[0]] / all, 0)}.`
        : 'Nearly all of it was light on the best way.'}{' '}
      Hops are known only of messages that are followed; its parts are under "Where the time goes".
    </p>
  );
}
