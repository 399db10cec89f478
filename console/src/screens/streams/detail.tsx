/** One stream: its latencies against what light allows, where the time goes, its way and how that changed. */

import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { showOnGlobe, togglePin } from '../../model/actions';
import { Dash, dateTime, clock, count, ms, plural, ratio, share } from '../../model/format';
import { nodeOf, pinned } from '../../model/store';
import { useApi } from '../../model/use-api';
import { Button } from '../../ui/button';
import { Histogram } from '../../ui/chart';
import { StateMark, toneOf } from '../../ui/marks';
import { Panel } from '../../ui/panel';
import { DataTable } from '../../ui/table';
import { Facts, Meter } from '../../ui/tools';
import type { ContractDetail } from '../../wire/types';
import { StreamCompare } from './compare';
import { StreamHistory } from './history';
import { TimeParts } from './parts';
import { noTrace, StreamTrace } from './trace';
import { budgetTone, percent, riskOf, Words } from './words';

/** Kept while one stream after the other is looked at. */
const compares = signal(false);

export function StreamDetail({ id, onClose }: { id: number; onClose: () => void }): JSX.Element {
  const answer = useApi<ContractDetail>(`contracts/${id}`, {}, { everyMs: 2000 });
  const stream = answer.data;
  const [traces, setTraces] = useState(false);
  const isPinned = pinned.value.includes(id);
  return (
    <Panel
      title={stream ? `${stream.fromName} → ${stream.toName}, ${stream.name}` : `Stream ${id}`}
      class="detail"
      state={answer.status}
      problem={answer.problem}
      asOf={answer.sinceMs}
      onRetry={answer.retry}
      actions={
        <>
          <Button small onClick={() => showOnGlobe({ kind: 'stream', id: String(id) })} title="g">
            Show on globe
          </Button>
          <Button small pressed={compares.value} onClick={() => (compares.value = !compares.value)}>
            Compare
          </Button>
          <Button
            small
            pressed={traces}
            disabled={!traces && noTrace() !== null}
            why={noTrace() ?? undefined}
            onClick={() => setTraces(!traces)}
          >
            Trace packet
          </Button>
          <Button small pressed={isPinned} onClick={() => togglePin(id)}>
            {isPinned ? 'Pinned' : 'Pin'}
          </Button>
          <Button small tone="quiet" label="Close the details" onClick={onClose}>
            ✕
          </Button>
        </>
      }
    >
      {stream && <Content stream={stream} traces={traces} />}
    </Panel>
  );
}

function Content({ stream, traces }: { stream: ContractDetail; traces: boolean }): JSX.Element {
  return (
    <div class="detail-grid">
      {compares.value && <StreamCompare stream={stream} />}
      {traces && <StreamTrace stream={stream} />}
      {!compares.value && (
        <div class="cell">
          <Histogram
            title={`Latency of the last 5 min, ms (${plural(stream.sent, 'message')})`}
            hist={stream.hist}
            marks={[
              { atMs: stream.boundMs, text: 'bound', tone: 'good' },
              { atMs: stream.p99Ms, text: 'p99', tone: 'up' },
              { atMs: stream.deadlineMs, text: 'deadline', tone: 'down' },
            ]}
          />
        </div>
      )}
      <div class="cell">
        <TimeParts stream={stream} />
      </div>
      <div class="cell">
        <h3 class="cell-title">The promise</h3>
        <Facts facts={factsOf(stream)} />
        {stream.reason && <p class="muted note">{stream.reason}</p>}
      </div>
      <div class="cell two">
        <StreamHistory stream={stream} />
      </div>
      <div class="cell">
        <h3 class="cell-title">Way now</h3>
        <Way stream={stream} />
      </div>
      <div class="cell all">
        <h3 class="cell-title">Changes of the way</h3>
        <DataTable
          caption="Changes of the way"
          columns={[
            { id: 'at', title: 'Time', width: '88px', value: (row) => row.at, cell: (row) => clock(row.at) },
            { id: 'cause', title: 'Cause', value: (row) => row.cause, cell: (row) => Causes[row.cause] ?? row.cause },
            { id: 'before', title: 'Before', align: 'end', cell: (row) => wayOf(row.hopsBefore, row.msBefore) },
            { id: 'after', title: 'After', align: 'end', cell: (row) => wayOf(row.hopsAfter, row.msAfter) },
          ]}
          rows={stream.pathChanges}
          rowKey={(row) => `${row.at} ${row.msAfter}`}
          height={stream.pathChanges.length > 4 ? '170px' : 'auto'}
          defaultSort={{ column: 'at', down: true }}
          empty="The way has not changed in what is recorded."
        />
      </div>
    </div>
  );
}

const Causes: Record<string, string> = { plan: 'by plan', repair: 'repair around a loss' };

function wayOf(hops: number, delayMs: number | null): string {
  return hops === 0 ? 'no way' : `${plural(hops, 'hop')}, ${ms(delayMs)} ms`;
}

function factsOf(stream: ContractDetail): readonly [string, JSX.Element | string][] {
  return [
    ['State', <StateMark tone={toneOf(stream.status)} text={Words[stream.status]} />],
    ['From, to', `${stream.fromName} → ${stream.toName}`],
    ['Class, priority', `${stream.class}, ${stream.priority}`],
    ['Owner', stream.tenant || Dash],
    ['Protection', stream.protection || Dash],
    ['Promised', `${share(stream.promiseShare)} in ${ms(stream.deadlineMs)} ms`],
    ['On time, 5 min', share(stream.onTimeShare)],
    ['Sent, late, lost', `${count(stream.sent)}, ${count(stream.late)}, ${count(stream.lost)}`],
    ['p50, p99, worst', `${ms(stream.p50Ms)}, ${ms(stream.p99Ms)}, ${ms(stream.maxMs)} ms`],
    ['p99 against the bound', ratio(stream.gap)],
    [
      'Budget left',
      <Meter value={stream.budgetShare} text={percent(stream.budgetShare)} tone={budgetTone(stream.budgetShare)} />,
    ],
    ['Next risk', <span title={dateTime(stream.nextRisk)}>{riskOf(stream.nextRisk)}</span>],
  ];
}

function nameOf(id: number): string {
  return nodeOf(id)?.name ?? String(id);
}

function Way({ stream }: { stream: ContractDetail }): JSX.Element {
  const hops = stream.path?.hops ?? [];
  if (hops.length === 0) return <p class="muted">There is no way now.</p>;
  return (
    <>
      <ol class="way">
        <li>{nameOf(hops[0]!.from)}</li>
        {hops.map((hop) => (
          <li key={`${hop.from} ${hop.to}`} class={hop.standby ? 'tone-risk' : ''}>
            <span class="muted way-ms">{ms(hop.delayMs)}</span> {nameOf(hop.to)}
            {hop.standby && ' (standby link)'}
          </li>
        ))}
      </ol>
      <p class="muted note">
        {plural(hops.length, 'hop')}, {ms(stream.path?.totalMs)} ms in all.
      </p>
    </>
  );
}
