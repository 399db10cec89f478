/** What came of a what-if: without and with the changes, and what really came, number by number and over time. */

import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { goToTime, select, selectNode, showOnGlobe } from '../../model/actions';
import { saidOf } from '../../model/changes';
import { about, clock, count, ms, share, span } from '../../model/format';
import { nodesByName, streamsById } from '../../model/store';
import { useApi, usePost } from '../../model/use-api';
import { Button } from '../../ui/button';
import { Chart } from '../../ui/chart';
import { Difference } from '../../ui/difference';
import { StateMark } from '../../ui/marks';
import { Failure, Panel } from '../../ui/panel';
import { DataTable } from '../../ui/table';
import { Choice } from '../../ui/tools';
import type { WhatIf, WhatIfFigures } from '../../wire/types';
import { Beside } from './beside';
import { takeChanges } from './builder';
import { saveCsv, saveJson } from './export';
import { FigureRows, onTimeText } from './figures';
import { Windows } from './windows';

const NamesShown = 4;

interface ResultProps {
  id: string;
  /** What it may be compared with. */
  others: readonly WhatIf[];
  comparedWith: string | null;
  onCompare: (id: string | null) => void;
  onRemoved: () => void;
}

export function Result({ id, others, comparedWith, onCompare, onRemoved }: ResultProps): JSX.Element {
  const answer = useApi<WhatIf>(`whatif/${id}`, {}, { everyMs: 1000, at: false });
  const compared = useApi<WhatIf>(comparedWith === null ? null : `whatif/${comparedWith}`, {}, { everyMs: 5000, at: false });
  const whatIf = answer.data;
  const both = whatIf?.state === 'done' && comparedWith !== null;
  return (
    <Panel
      title={
        <>
          {id} <span class="badge tone-plan hatched">PLAN</span>
        </>
      }
      class="detail grow"
      state={answer.status}
      problem={answer.problem}
      asOf={answer.sinceMs}
      onRetry={answer.retry}
      actions={
        <>
          {whatIf?.state === 'done' && others.length > 0 && (
            <Choice
              label="Compare with"
              value={comparedWith ?? ''}
              options={[{ value: '', text: 'none' }, ...others.map((run) => ({ value: run.id, text: titleOf(run) }))]}
              onChange={(value) => onCompare(value === '' ? null : value)}
            />
          )}
          <Tools id={id} whatIf={whatIf} onRemoved={onRemoved} />
        </>
      }
    >
      {whatIf && both && compared.data?.plan && <Beside one={whatIf} other={compared.data} />}
      {whatIf && both && compared.status === 'error' && <Failure problem={compared.problem} onRetry={compared.retry} />}
      {whatIf && !both && <Content whatIf={whatIf} />}
    </Panel>
  );
}

function titleOf(run: WhatIf): string {
  return `${run.id}, ${clock(run.at)}`;
}

function Tools({ id, whatIf, onRemoved }: { id: string; whatIf: WhatIf | null; onRemoved: () => void }): JSX.Element {
  const { busy, run } = usePost<unknown>();
  const isDone = whatIf?.state === 'done';
  const remove = async (): Promise<void> => {
    const sent = await run(`whatif/${id}`, undefined, `${id} is gone.`, 'DELETE');
    if (sent.ok) onRemoved();
  };
  return (
    <>
      <Button small disabled={!whatIf} why="It is not known yet." onClick={() => whatIf && takeChanges(whatIf)}
        title="Take its changes over, to run them again or with others">
        Use changes
      </Button>
      <Button small disabled={!isDone} why="It is not done yet." title="Save all of it" onClick={() => whatIf && saveJson(whatIf)}>
        JSON
      </Button>
      <Button small disabled={!isDone} why="It is not done yet." title="Save its figures by stream" onClick={() => whatIf && saveCsv(whatIf)}>
        CSV
      </Button>
      <Button small tone="quiet" needs="operator" busy={busy} onClick={() => void remove()}>
        {whatIf?.state === 'running' || whatIf?.state === 'queued' ? 'Stop' : 'Remove'}
      </Button>
    </>
  );
}

function Content({ whatIf }: { whatIf: WhatIf }): JSX.Element {
  if (whatIf.state === 'failed') {
    return (
      <p class="empty">
        <StateMark tone="down" text="It failed." /> {whatIf.error}
      </p>
    );
  }
  if (!whatIf.base || !whatIf.plan) {
    const text = whatIf.state === 'queued' ? 'It waits for another run to end.' : `${share(whatIf.progress, 0)} computed.`;
    return (
      <div class="empty">
        <progress class="progress" max={1} value={whatIf.progress} aria-label="Computed" />
        <p>{text} The live network goes on meanwhile.</p>
      </div>
    );
  }
  return (
    <div class="detail-flow">
      <div class="side-by-side">
        <div class="cell">
          <h3 class="cell-title">
            {about(whatIf.horizonMs)} from {clock(whatIf.at)} on
          </h3>
          <Figures base={whatIf.base} plan={whatIf.plan} />
        </div>
        <div class="cell">
          <h3 class="cell-title">The changes</h3>
          <ul class="change-list">
            {whatIf.changes.map((change) => (
              <li key={`${change.fields} ${change.fromMs}`}>
                <span title={change.fields}>{saidOf(change.fields)}</span>
              </li>
            ))}
          </ul>
          {whatIf.soFar && <SoFar soFar={whatIf.soFar} horizonMs={whatIf.horizonMs} />}
        </div>
      </div>
      <div class="cell">
        <OverTime whatIf={whatIf} base={whatIf.base} plan={whatIf.plan} />
      </div>
      <div class="cell">
        <h3 class="cell-title">Weak spots ({count(whatIf.weak.length)})</h3>
        <WeakSpots whatIf={whatIf} />
      </div>
      <Windows whatIf={whatIf} />
      <div class="cell">
        <h3 class="cell-title">Streams</h3>
        <StreamShares whatIf={whatIf} />
      </div>
    </div>
  );
}

interface Both {
  whatIf: WhatIf;
  base: WhatIfFigures;
  plan: WhatIfFigures;
}

function Figures({ base, plan }: Omit<Both, 'whatIf'>): JSX.Element {
  return (
    <table class="compare">
      <thead>
        <tr>
          <th scope="col">Handed in, whole span</th>
          <th scope="col">As it is</th>
          <th scope="col">With changes</th>
          <th scope="col">Difference</th>
        </tr>
      </thead>
      <tbody>
        {FigureRows.map(([title, of, write, up]) => (
          <tr key={title}>
            <th scope="row">{title}</th>
            <td>{write(of(base))}</td>
            <td>{write(of(plan))}</td>
            <td>
              <Difference from={of(base)} to={of(plan)} write={write} up={up} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The same part of the span in all three columns, counted in the same way: by what ended. */
function SoFar({ soFar, horizonMs }: { soFar: NonNullable<WhatIf['soFar']>; horizonMs: number }): JSX.Element {
  const isOver = soFar.untilMs >= horizonMs;
  return (
    <table class="compare">
      <thead>
        <tr>
          <th scope="col">{isOver ? 'Ended, whole span' : `Ended, first ${about(soFar.untilMs)}`}</th>
          <th scope="col">As it is</th>
          <th scope="col">With changes</th>
          <th scope="col">Really came</th>
        </tr>
      </thead>
      <tbody>
        {FigureRows.map(([title, of, write]) => (
          <tr key={title}>
            <th scope="row">{title}</th>
            <td>{write(of(soFar.base))}</td>
            <td>{write(of(soFar.plan))}</td>
            <td>{write(of(soFar.live))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function OverTime({ whatIf, base, plan }: Both): JSX.Element {
  const start = Date.parse(whatIf.at);
  const at = useMemo(() => plan.series.atMs.map((ms) => start + ms), [plan, start]);
  const live = whatIf.live?.series.onTimeShare ?? [];
  const percent = (values: readonly (number | null)[]): (number | null)[] =>
    at.map((_, i) => (values[i] === null || values[i] === undefined ? null : values[i]! * 100));
  const lines = useMemo(
    () => [
      { name: 'as it is', values: percent(base.series.onTimeShare), tone: 'good' as const, stepped: true },
      { name: 'with changes', values: percent(plan.series.onTimeShare), tone: 'plan' as const, stepped: true },
      { name: 'really came', values: percent(live), tone: 'up' as const, dash: true, stepped: true },
    ],
    [at, base, plan, live],
  );
  const least = Math.min(...plan.series.onTimeShare.map((value) => value ?? 1));
  return (
    <Chart
      title="On time, % of messages"
      summary={`With the changes the on-time share is ${share(plan.onTimeShare)} over the span, ${share(least)} at its least.`}
      atMs={at}
      series={lines}
      format={onTimeText}
      height={180}
    />
  );
}

function WeakSpots({ whatIf }: { whatIf: WhatIf }): JSX.Element {
  const start = Date.parse(whatIf.at);
  const names = (ids: readonly number[]): string => {
    const known = ids.slice(0, NamesShown).map((id) => streamsById.value.get(id)?.name ?? String(id));
    return known.join(', ') + (ids.length > NamesShown ? ` and ${ids.length - NamesShown} more` : '');
  };
  return (
    <DataTable
      caption="Weak spots"
      columns={[
        { id: 'at', title: 'After', width: '72px', value: (row) => row.atMs, cell: (row) => span(row.atMs) },
        { id: 'where', title: 'Where', width: '16%', value: (row) => row.where, cell: (row) => row.where },
        { id: 'streams', title: 'Streams', width: '24%', value: (row) => row.streams.length, cell: (row) => names(row.streams) },
        { id: 'why', title: 'Why', cell: (row) => <span title={row.why}>{row.why}</span> },
        {
          id: 'show',
          title: <span class="sr-only">Show</span>,
          width: '142px',
          cell: (row) => (
            <Button
              small
              label={`Show at ${clock(start + row.atMs)}: ${row.where} on the globe`}
              title={`${row.where} on the globe`}
              onClick={() => {
                goToTime(start + row.atMs);
                const node = nodesByName.value.get(row.where);
                if (node) {
                  selectNode(node);
                  showOnGlobe({ kind: node.kind === 'satellite' ? 'sat' : 'site', id: node.name });
                } else if (row.streams[0] !== undefined) showOnGlobe({ kind: 'stream', id: String(row.streams[0]) });
              }}
            >
              Show at {clock(start + row.atMs)}
            </Button>
          ),
        },
      ]}
      rows={whatIf.weak}
      rowKey={(row) => `${row.atMs} ${row.where}`}
      rowHeight={34}
      height={whatIf.weak.length > 5 ? '210px' : 'auto'}
      empty="No promise breaks with these changes."
    />
  );
}

function StreamShares({ whatIf }: { whatIf: WhatIf }): JSX.Element {
  return (
    <DataTable
      caption="Streams of the what-if"
      columns={[
        { id: 'name', title: 'Stream', value: (row) => row.name, cell: (row) => row.name },
        shareColumn('base', 'As it is', (row) => row.base.onTimeShare),
        shareColumn('plan', 'With changes', (row) => row.plan.onTimeShare),
        shareColumn('live', 'Came so far', (row) => row.live?.onTimeShare ?? null),
        { ...shareColumn('p99', 'p99 ms', (row) => row.plan.p99Ms), cell: (row) => ms(row.plan.p99Ms) },
        { ...shareColumn('late', 'Late', (row) => row.plan.late + row.plan.lost), cell: (row) => count(row.plan.late + row.plan.lost) },
      ]}
      rows={whatIf.streams}
      rowKey={(row) => row.id}
      defaultSort={{ column: 'late', down: true }}
      onSelect={(row) => select({ kind: 'stream', id: String(row.id) })}
      height={whatIf.streams.length > 8 ? '280px' : 'auto'}
      empty="No message was due in the span."
    />
  );
}

type StreamRow = WhatIf['streams'][number];

function shareColumn(id: string, title: string, value: (row: StreamRow) => number | null) {
  return { id, title, value, align: 'end' as const, width: '104px', cell: (row: StreamRow) => share(value(row)) };
}
