/** A stream beside itself some time before, from what is recorded. */

import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { clock, count, dateTime, ms, plural, share } from '../../model/format';
import { about, nowMs, second, time } from '../../model/store';
import { useApi } from '../../model/use-api';
import { Difference } from '../../ui/difference';
import { Histogram } from '../../ui/chart';
import { Failure, Skeleton } from '../../ui/panel';
import { Choice } from '../../ui/tools';
import type { About, ContractDetail } from '../../wire/types';
import { thenOf, WindowMs } from './then';

const Spans = [
  { value: '300000', text: '5 min before' },
  { value: '3600000', text: '1 h before' },
  { value: '21600000', text: '6 h before' },
] as const;
/** Kept while one stream after the other is looked at. */
const spanMs = signal<(typeof Spans)[number]['value']>('3600000');

export function StreamCompare({ stream }: { stream: ContractDetail }): JSX.Element {
  void second.value;
  // The page may have begun before the first record was on the disk.
  const known = about.value?.historyFrom ?? null;
  const later = useApi<About>(known === null ? 'about' : null, {}, { everyMs: 5000, at: false });
  const from = Date.parse(known ?? later.data?.historyFrom ?? '');
  const then = thenOf(nowMs(), Number(spanMs.value), Number.isFinite(from) ? from : null);
  const answer = useApi<ContractDetail>(
    then ? `contracts/${stream.id}` : null,
    { at: then ? new Date(then.atMs).toISOString() : '' },
    { at: false },
  );
  // The moment moves on with the time shown: what was known stays in sight until the next is.
  const [kept, setKept] = useState<{ span: string; row: ContractDetail } | null>(null);
  if (answer.data && answer.data !== kept?.row) setKept({ span: spanMs.value, row: answer.data });
  const before = answer.data ?? (kept?.span === spanMs.value ? kept.row : null);
  return (
    <div class="cell all">
      <div class="cell-head">
        <h3 class="cell-title">Now beside {then ? dateTime(then.atMs) : 'before'}</h3>
        <Choice label="Against" value={spanMs.value} options={Spans} onChange={(value) => (spanMs.value = value)} />
      </div>
      {then === null && (
        <p class="muted">
          {Number.isFinite(from)
            ? 'The recording has only just begun: there is nothing to compare with yet.'
            : 'Nothing is recorded here, so there is nothing to compare with.'}
        </p>
      )}
      {then?.isOldest && (
        <p class="note tone-risk">Recorded since {clock(from)}: the oldest there is to compare with.</p>
      )}
      {then && !before && answer.status === 'error' && <Failure problem={answer.problem} onRetry={answer.retry} />}
      {then && !before && answer.status !== 'error' && <Skeleton what="the recording" />}
      {then && before && <Both now={stream} before={before} at={then.atMs} />}
    </div>
  );
}

type Figure = [string, (row: ContractDetail) => number | null, (value: number | null) => string, boolean];

const Figures: readonly Figure[] = [
  ['p50, ms', (row) => row.p50Ms, ms, false],
  ['p99, ms', (row) => row.p99Ms, ms, false],
  ['Worst, ms', (row) => row.maxMs, ms, false],
  ['Best way, ms', (row) => row.boundMs, ms, false],
  ['On time', (row) => row.onTimeShare, share, true],
  ['Late', (row) => row.late, count, false],
  ['Lost', (row) => row.lost, count, false],
];

function Both({ now, before, at }: { now: ContractDetail; before: ContractDetail; at: number }): JSX.Element {
  return (
    <div class="side-by-side">
      <Histogram
        title={`Latency, ms: shares of ${plural(now.sent, 'message')} and of ${count(before.sent)}`}
        hist={now.hist}
        before={{ hist: before.hist, text: `at ${clock(at)}` }}
        marks={[
          { atMs: now.p99Ms, text: 'p99', tone: 'up' },
          { atMs: before.p99Ms, text: 'p99 then', tone: 'route' },
          { atMs: now.deadlineMs, text: 'deadline', tone: 'down' },
        ]}
      />
      <table class="compare">
        <thead>
          <tr>
            <th scope="col">Over {WindowMs / 60_000} min</th>
            <th scope="col">{time.value.mode === 'live' ? 'Now' : 'As shown'}</th>
            <th scope="col">At {clock(at)}</th>
            <th scope="col">Difference</th>
          </tr>
        </thead>
        <tbody>
          {Figures.map(([title, of, write, up]) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              <td>{write(of(now))}</td>
              <td>{write(of(before))}</td>
              <td>
                <Difference from={of(before)} to={of(now)} write={write} up={up} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
