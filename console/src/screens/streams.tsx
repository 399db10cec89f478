/** Streams: what was promised to whom, how it is kept, and of one of them why it takes as long as it does. */

import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { select, showOnGlobe } from '../model/actions';
import { parseFilter } from '../model/filter';
import type { Fields } from '../model/filter';
import { count, Dash, ms, plural, ratio, share } from '../model/format';
import { filterText, nodeOf, scene, selection, versions } from '../model/store';
import { useRows } from '../model/use-rows';
import { Button } from '../ui/button';
import { StateMark, toneOf } from '../ui/marks';
import { MiddleCut } from '../ui/middle';
import { Panel } from '../ui/panel';
import { PinButton } from '../ui/pin';
import { DataTable } from '../ui/table';
import type { Column } from '../ui/table';
import { FilterBox } from '../ui/filter-box';
import { CsvButton, Meter } from '../ui/tools';
import type { ContractRow } from '../wire/types';
import { StreamDetail } from './streams/detail';
import { budgetTone, percent, riskOf, Words } from './streams/words';

const Ranks: Record<ContractRow['status'], number> = { broken: 0, risk: 1, refused: 2, ok: 3, idle: 4 };

export function Streams(): JSX.Element {
  const streams = useRows<ContractRow>('contracts', { everyMs: 2000, everyMsOfMany: 10_000 });
  const rows = useMemo(() => {
    const passes = parseFilter(filterText.value);
    return (streams.data ?? []).filter((row) => passes(fieldsOf(row)));
  }, [streams.data, filterText.value, filterText.value.includes('via') ? versions.routes.value : 0]);
  const chosen = selection.value?.kind === 'stream' ? Number(selection.value.id) : null;
  const open = (row: ContractRow): void => select({ kind: 'stream', id: String(row.id) });

  return (
    <div class={`screen split ${chosen === null ? '' : 'has-detail'}`}>
      <Panel
        title="Streams"
        class="grow"
        state={streams.status}
        problem={streams.problem}
        asOf={streams.sinceMs}
        onRetry={streams.retry}
        empty="No contract was agreed in this network. Contracts are written in the scenario, under 'contracts' or 'traffic'."
        actions={
          <>
            <span class="muted" role="status">
              {rows.length === streams.data?.length
                ? plural(rows.length, 'stream')
                : `${count(rows.length)} of ${plural(streams.data?.length ?? 0, 'stream')}`}
            </span>
            <Quick text="status=broken" title="Broken" />
            <Quick text="late>0" title="With late ones" />
            <FilterBox hint="status=risk" label="Filter the streams" />
            <CsvButton name="streams" rows={rows} columns={csv} />
          </>
        }
      >
        <DataTable
          caption="Streams"
          columns={columns}
          rows={rows}
          rowKey={(row) => row.id}
          selected={chosen}
          onSelect={open}
          onOpen={(row) => showOnGlobe({ kind: 'stream', id: String(row.id) })}
          defaultSort={{ column: 'status', down: false }}
          empty="No stream passes this filter. Clear it with Escape, or press / to write another."
        />
      </Panel>
      {chosen !== null && <StreamDetail id={chosen} key={chosen} onClose={() => select(null)} />}
    </div>
  );
}

/** A filter at one click; a second click takes it away. */
function Quick({ text, title }: { text: string; title: string }): JSX.Element {
  const on = filterText.value === text;
  return (
    <Button small pressed={on} onClick={() => (filterText.value = on ? '' : text)}>
      {title}
    </Button>
  );
}

function fieldsOf(row: ContractRow): Fields {
  return {
    id: row.id,
    status: row.status,
    name: row.name,
    contract: row.contract,
    class: row.class,
    owner: row.tenant,
    from: row.fromName,
    to: row.toName,
    deadline: row.deadlineMs,
    p50: row.p50Ms,
    p99: row.p99Ms,
    bound: row.boundMs,
    gap: row.gap,
    late: row.late,
    lost: row.lost,
    sent: row.sent,
    budget: row.budgetShare,
    ontime: row.onTimeShare,
    via: (scene.routes.get(row.id)?.[0] ?? []).map((node) => nodeOf(node)?.name ?? String(node)),
  };
}

const columns: Column<ContractRow>[] = [
  {
    id: 'pin',
    title: <span class="sr-only">Pinned</span>,
    width: '36px',
    cell: (row) => <PinButton stream={row.id} name={row.name} />,
  },
  {
    id: 'status',
    title: 'State',
    width: '76px',
    value: (row) => Ranks[row.status],
    cell: (row) => <StateMark tone={toneOf(row.status)} text={Words[row.status]} />,
  },
  {
    id: 'name',
    title: 'Stream',
    value: (row) => `${row.fromName} ${row.toName}`,
    cell: (row) => (
      <span class="stream-cell" title={row.name}>
        <span>
          {row.fromName} → {row.toName}
        </span>
        <span class="muted">
          <MiddleCut text={row.name} />
        </span>
      </span>
    ),
  },
  { id: 'class', title: 'Class', width: '58px', value: (row) => row.class, cell: (row) => row.class },
  { id: 'owner', title: 'Owner', width: '80px', wide: 'wider', value: (row) => row.tenant, cell: (row) => row.tenant || Dash },
  { ...number('deadline', 'Deadline ms', (row) => row.deadlineMs), width: '96px' },
  number('p50', 'p50 ms', (row) => row.p50Ms),
  number('p99', 'p99 ms', (row) => row.p99Ms),
  { ...number('bound', 'Bound ms', (row) => row.boundMs), width: '80px' },
  { ...number('gap', 'Gap', (row) => row.gap), width: '60px', cell: (row) => ratio(row.gap) },
  {
    ...number('late', 'Missed', (row) => row.late + row.lost),
    width: '66px',
    cell: (row) => <span class={row.late + row.lost > 0 ? 'tone-risk' : ''}>{count(row.late + row.lost)}</span>,
  },
  { ...number('ontime', 'On time', (row) => row.onTimeShare), width: '80px', cell: (row) => share(row.onTimeShare) },
  {
    id: 'budget',
    title: 'Budget left',
    width: '100px',
    wide: true,
    value: (row) => row.budgetShare,
    cell: (row) => <Meter value={row.budgetShare} text={percent(row.budgetShare)} tone={budgetTone(row.budgetShare)} />,
  },
  {
    id: 'risk',
    title: 'Next risk',
    width: '88px',
    wide: true,
    value: (row) => row.nextRisk,
    cell: (row) => <span title={row.nextRisk ?? undefined}>{riskOf(row.nextRisk)}</span>,
  },
];

function number(id: string, title: string, value: (row: ContractRow) => number | null): Column<ContractRow> {
  return { id, title, value, align: 'end', width: '74px', cell: (row) => ms(value(row)) };
}

const csv: readonly [string, (row: ContractRow) => string | number | null][] = [
  ['stream', (row) => row.id],
  ['name', (row) => row.name],
  ['contract', (row) => row.contract],
  ['owner', (row) => row.tenant],
  ['class', (row) => row.class],
  ['from', (row) => row.fromName],
  ['to', (row) => row.toName],
  ['state', (row) => row.status],
  ['deadline_ms', (row) => row.deadlineMs],
  ['p50_ms', (row) => row.p50Ms],
  ['p99_ms', (row) => row.p99Ms],
  ['max_ms', (row) => row.maxMs],
  ['bound_ms', (row) => row.boundMs],
  ['floor_ms', (row) => row.floorMs],
  ['gap', (row) => row.gap],
  ['sent', (row) => row.sent],
  ['late', (row) => row.late],
  ['lost', (row) => row.lost],
  ['on_time_share', (row) => row.onTimeShare],
  ['budget_share', (row) => row.budgetShare],
];
