/** Two what-ifs beside each other: each with its changes, figure by figure, over time, and stream by stream. */

import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { select } from '../../model/actions';
import { saidOf } from '../../model/changes';
import { about, clock, dateTime, share } from '../../model/format';
import { Chart } from '../../ui/chart';
import { Difference } from '../../ui/difference';
import { DataTable } from '../../ui/table';
import type { WhatIf, WhatIfFigures } from '../../wire/types';
import { FigureRows, onTimeText } from './figures';

interface Two {
  one: WhatIf;
  other: WhatIf;
}

export function Beside({ one, other }: Two): JSX.Element {
  const apart = one.horizonMs !== other.horizonMs || dateTime(one.at) !== dateTime(other.at);
  return (
    <div class="detail-flow">
      {apart && (
        <p class="muted">
          They begin at {dateTime(one.at)} and {dateTime(other.at)} and look {about(one.horizonMs)} and{' '}
          {about(other.horizonMs)} ahead: what differs may also be due to that.
        </p>
      )}
      <div class="cell">
        <Figures one={one} other={other} />
      </div>
      {one.plan && other.plan && <OverTime one={one} other={other} plans={[one.plan, other.plan]} />}
      <div class="cell">
        <h3 class="cell-title">Streams, with the changes</h3>
        <Streams one={one} other={other} />
      </div>
    </div>
  );
}

function Figures({ one, other }: Two): JSX.Element {
  return (
    <table class="compare">
      <thead>
        <tr>
          <th scope="col">With changes</th>
          {[one, other].map((run) => (
            <th scope="col" key={run.id} class="run-head">
              {run.id}, {clock(run.at)}
              {run.changes.map((change) => (
                <span class="run-change" key={change.fields} title={change.fields}>
                  {saidOf(change.fields)}
                </span>
              ))}
            </th>
          ))}
          <th scope="col">{one.id} against {other.id}</th>
        </tr>
      </thead>
      <tbody>
        {FigureRows.map(([title, of, write, up]) => {
          const [a, b] = [one.plan && of(one.plan), other.plan && of(other.plan)];
          return (
            <tr key={title}>
              <th scope="row">{title}</th>
              <td>{write(a)}</td>
              <td>{write(b)}</td>
              <td>
                <Difference from={b} to={a} write={write} up={up} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Both from their beginnings on, as if they had begun together. */
function OverTime({ one, other, plans }: Two & { plans: [WhatIfFigures, WhatIfFigures] }): JSX.Element {
  const start = Date.parse(one.at);
  const longest = plans[0].series.atMs.length >= plans[1].series.atMs.length ? plans[0] : plans[1];
  const at = useMemo(() => longest.series.atMs.map((ms) => start + ms), [longest, start]);
  const lines = useMemo(
    () => plans.map((plan, i) => ({
      name: [one, other][i]!.id,
      values: longest.series.atMs.map((ms) => valueAt(plan, ms)),
      tone: i === 0 ? ('plan' as const) : ('up' as const),
      stepped: true,
      dash: i === 1,
    })),
    [plans[0], plans[1]],
  );
  return (
    <div class="cell">
      <Chart
        title="On time, % of messages, with the changes"
        summary={`${one.id} has ${share(plans[0].onTimeShare)} on time over its span, ${other.id} ${share(plans[1].onTimeShare)}.`}
        atMs={at}
        series={lines}
        format={onTimeText}
        height={180}
      />
    </div>
  );
}

function valueAt(plan: WhatIfFigures, ms: number): number | null {
  const i = plan.series.atMs.findIndex((end) => end >= ms);
  const value = i < 0 ? null : plan.series.onTimeShare[i];
  return value === null || value === undefined ? null : value * 100;
}

interface Pair {
  id: number;
  name: string;
  one: number | null;
  other: number | null;
}

function Streams({ one, other }: Two): JSX.Element {
  const rows = useMemo(() => {
    const pairs = new Map<number, Pair>();
    for (const row of one.streams) pairs.set(row.id, { id: row.id, name: row.name, one: row.plan.onTimeShare, other: null });
    for (const row of other.streams) {
      const known = pairs.get(row.id) ?? { id: row.id, name: row.name, one: null, other: null };
      pairs.set(row.id, { ...known, other: row.plan.onTimeShare });
    }
    return [...pairs.values()];
  }, [one, other]);
  return (
    <DataTable
      caption="Streams of both"
      columns={[
        { id: 'name', title: 'Stream', value: (row) => row.name, cell: (row) => row.name },
        { id: 'one', title: one.id, align: 'end', width: '104px', value: (row) => row.one, cell: (row) => share(row.one) },
        { id: 'other', title: other.id, align: 'end', width: '104px', value: (row) => row.other, cell: (row) => share(row.other) },
        {
          id: 'by', title: 'Difference', align: 'end', width: '124px',
          value: (row) => Math.abs((row.one ?? 1) - (row.other ?? 1)),
          cell: (row) => <Difference from={row.other} to={row.one} write={share} up />,
        },
      ]}
      rows={rows}
      rowKey={(row) => row.id}
      defaultSort={{ column: 'by', down: true }}
      onSelect={(row) => select({ kind: 'stream', id: String(row.id) })}
      height={rows.length > 8 ? '280px' : 'auto'}
      empty="No message was due in either span."
    />
  );
}
