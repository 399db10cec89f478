/** Streams kept in sight; where none is pinned, those that stand worst. */

import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { goTo, select } from '../model/actions';
import { count, ms, share } from '../model/format';
import { pinned, scene, selection, time, versions } from '../model/store';
import { useApi } from '../model/use-api';
import type { ContractRow, ContractStatus, Page } from '../wire/types';
import { Button } from '../ui/button';
import { StateMark, toneOf } from '../ui/marks';
import { MiddleCut } from '../ui/middle';
import { Panel } from '../ui/panel';
import { PinButton } from '../ui/pin';
import { DataTable } from '../ui/table';
import type { Column } from '../ui/table';

const ShownMax = 12;
const Order: Record<ContractStatus, number> = { broken: 0, risk: 1, refused: 3, ok: 2, idle: 4 };

export function PinnedPanel(): JSX.Element {
  const answer = useApi<Page<ContractRow>>('contracts', { limit: 500 }, { everyMs: 5000 });
  const chosen = pinned.value;
  const none = chosen.length === 0;
  void versions.stats.value;
  const live = time.value.mode === 'live';
  const rows = useMemo(() => pick(answer.data?.items ?? [], chosen), [answer.data, chosen]);
  const shown = live ? rows.map(withStats) : rows;
  return (
    <Panel
      title={none ? 'Streams to watch' : 'Pinned streams'}
      class="pinned-panel"
      state={answer.status}
      problem={answer.problem}
      asOf={answer.sinceMs}
      onRetry={answer.retry}
      empty="No contract yet. A scenario's streams, or a contract that was admitted, are listed here."
      actions={
        <Button small tone="quiet" onClick={() => goTo('streams')}>
          All
        </Button>
      }
    >
      <DataTable
        caption={none ? 'Streams to watch, the worst first' : 'Pinned streams'}
        columns={columns}
        rows={shown}
        rowKey={(row) => row.id}
        selected={selection.value?.kind === 'stream' ? Number(selection.value.id) : null}
        onSelect={(row) => select({ kind: 'stream', id: String(row.id) })}
        onOpen={(row) => {
          select({ kind: 'stream', id: String(row.id) });
          goTo('streams');
        }}
        rowHeight={40}
      />
    </Panel>
  );
}

/** The pinned ones in the order they were pinned, or the worst. */
function pick(items: readonly ContractRow[], chosen: readonly number[]): ContractRow[] {
  if (chosen.length > 0) return chosen.flatMap((id) => items.find((item) => item.id === id) ?? []);
  return [...items].sort(worstFirst).slice(0, ShownMax);
}

function worstFirst(x: ContractRow, y: ContractRow): number {
  return Order[x.status] - Order[y.status] || (x.onTimeShare ?? 1) - (y.onTimeShare ?? 1) || x.id - y.id;
}

/** The newest numbers of the socket in place of those of the last answer. */
function withStats(row: ContractRow): ContractRow {
  const stat = scene.stats.get(row.id);
  if (!stat || !Number.isFinite(stat.p99Ms)) return row;
  return { ...row, p50Ms: stat.p50Ms, p99Ms: stat.p99Ms, boundMs: stat.boundMs };
}

const columns: Column<ContractRow>[] = [
  {
    id: 'name', title: 'Stream',
    cell: (row) => (
      <span class="stream-name">
        <StateMark tone={toneOf(row.status)} text={row.status} quiet />
        <span class="stream-words">
          <MiddleCut text={`${row.fromName} → ${row.toName}`} title={`${row.fromName} → ${row.toName}, ${row.name}`} />
          <span class="stream-row">
            <MiddleCut text={row.row || row.name} title={row.name} />
            {row.deadlineMs !== null && <span>in {count(row.deadlineMs)} ms</span>}
          </span>
        </span>
      </span>
    ),
  },
  { id: 'p99', title: 'p99', align: 'end', width: '42px', cell: (row) => <Latency row={row} /> },
  { id: 'bound', title: 'Best', align: 'end', width: '42px', cell: (row) => ms(row.boundMs) },
  { id: 'onTime', title: 'On time', align: 'end', width: '72px', cell: (row) => share(row.onTimeShare) },
  {
    id: 'pin', title: <span class="sr-only">Pin</span>, width: '28px',
    cell: (row) => <PinButton stream={row.id} name={row.name} />,
  },
];

function Latency({ row }: { row: ContractRow }): JSX.Element {
  const late = row.p99Ms !== null && row.deadlineMs !== null && row.p99Ms > row.deadlineMs;
  return <span class={late ? 'tone-risk' : undefined}>{ms(row.p99Ms)}</span>;
}
