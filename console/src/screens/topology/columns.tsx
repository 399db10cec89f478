/** The columns of the tables of the Topology, and what their filters know. */

import type { JSX } from 'preact';
import type { Fields } from '../../model/filter';
import { clock, count, Dash, fixed, ms, share } from '../../model/format';
import { about, scene } from '../../model/store';
import { dropOf, markOf } from '../../model/topology';
import type { PlaneRow } from '../../model/topology';
import { StateMark, toneOf } from '../../ui/marks';
import type { Column } from '../../ui/table';
import { Meter } from '../../ui/tools';
import type { Cause, LinkRow, NodeRow } from '../../wire/types';

const StateRanks: Record<string, number> = { down: 0, hangs: 1, degraded: 2, opening: 3, unknown: 4, up: 5 };

export function State({ state, cause }: { state: string; cause: Cause }): JSX.Element {
  const mark = markOf(state, cause);
  return <StateMark tone={toneOf(mark.tone)} text={mark.word} />;
}

export function Load({ value }: { value: number | null }): JSX.Element {
  const tone = value === null ? 'idle' : value > 0.9 ? 'down' : value > 0.7 ? 'risk' : 'up';
  return <Meter value={value} text={share(value, 0)} tone={tone} />;
}

/** When a link is lost next and why, as far as the plan and its state say. */
export function Drop({ row }: { row: LinkRow }): JSX.Element {
  const planEndMs = scene.clock?.planEndMs ?? Date.parse(about.value?.planEnd ?? '');
  const drop = dropOf(row, planEndMs);
  return (
    <span title={drop.why}>
      {drop.at !== null && `${clock(drop.at)} `}
      <span class="muted">{drop.text}</span>
    </span>
  );
}

const nodeColumns: Column<NodeRow>[] = [
  {
    id: 'state',
    title: 'State',
    width: '104px',
    value: (row) => StateRanks[row.state] ?? 9,
    cell: (row) => <State state={row.state} cause={row.cause} />,
  },
  { id: 'name', title: 'Name', value: (row) => row.name, cell: (row) => <span title={row.name}>{row.name}</span> },
];
const nodeEnd: Column<NodeRow>[] = [
  {
    id: 'links',
    title: 'Links up',
    width: '72px',
    align: 'end',
    value: (row) => row.links.up,
    cell: (row) => `${row.links.up}/${row.links.all}`,
  },
  { id: 'load', title: 'Load', width: '104px', value: (row) => row.load, cell: (row) => <Load value={row.load} /> },
  { id: 'routes', title: 'Streams', width: '70px', align: 'end', value: (row) => row.routes, cell: (row) => count(row.routes) },
];
const clockColumn: Column<NodeRow> = {
  id: 'clock',
  title: 'Clock err ms',
  width: '96px',
  align: 'end',
  wide: true,
  value: (row) => row.clockErrorMs,
  cell: (row) => ms(row.clockErrorMs),
};

export const satelliteColumns: Column<NodeRow>[] = [
  ...nodeColumns,
  {
    id: 'plane',
    title: 'Plane/slot',
    width: '78px',
    align: 'end',
    value: (row) => (row.plane ?? 0) * 10_000 + (row.slot ?? 0),
    cell: (row) => ((row.plane ?? -1) < 0 ? Dash : `${row.plane}/${row.slot}`),
  },
  ...nodeEnd,
  {
    id: 'eclipse',
    title: 'Eclipse',
    width: '70px',
    wide: true,
    value: (row) => Number(row.eclipse ?? -1),
    cell: (row) => (row.eclipse === null ? Dash : row.eclipse ? 'yes' : 'no'),
  },
  clockColumn,
];

export const siteColumns: Column<NodeRow>[] = [
  ...nodeColumns,
  { id: 'kind', title: 'Kind', width: '84px', value: (row) => row.kind, cell: (row) => row.kind },
  ...nodeEnd,
  clockColumn,
];

export const linkColumns: Column<LinkRow>[] = [
  {
    id: 'state',
    title: 'State',
    width: '104px',
    value: (row) => StateRanks[row.state] ?? 9,
    cell: (row) => <State state={row.state} cause={row.cause} />,
  },
  { id: 'a', title: 'From', value: (row) => row.aName, cell: (row) => row.aName },
  { id: 'b', title: 'To', value: (row) => row.bName, cell: (row) => row.bName },
  { id: 'kind', title: 'Kind', width: '76px', value: (row) => row.kind, cell: (row) => row.kind },
  { id: 'load', title: 'Load', width: '104px', value: (row) => row.load, cell: (row) => <Load value={row.load} /> },
  { id: 'range', title: 'Range km', width: '84px', align: 'end', wide: true, value: (row) => row.rangeKm, cell: (row) => count(row.rangeKm) },
  { id: 'ms', title: 'One way ms', width: '92px', align: 'end', value: (row) => row.oneWayMs, cell: (row) => fixed(row.oneWayMs, 2) },
  { id: 'closes', title: 'Closes', width: '84px', wide: true, value: (row) => row.closes, cell: (row) => clock(row.closes) },
];

export const planeColumns: Column<PlaneRow>[] = [
  { id: 'plane', title: 'Plane', value: (row) => row.plane, cell: (row) => `${row.group} ${row.plane}`.trim() },
  {
    id: 'up',
    title: 'Satellites up',
    align: 'end',
    value: (row) => row.up / row.satellites,
    cell: (row) => `${row.up}/${row.satellites}`,
  },
  { id: 'links', title: 'Links up', align: 'end', value: (row) => row.linksUp / Math.max(1, row.links), cell: (row) => `${row.linksUp}/${row.links}` },
  { id: 'load', title: 'Highest load', width: '140px', value: (row) => row.load, cell: (row) => <Load value={row.load} /> },
];

export function nodeFields(row: NodeRow): Fields {
  return {
    name: row.name,
    kind: row.kind,
    plane: row.plane,
    slot: row.slot,
    vendor: row.vendor,
    state: row.state,
    cause: row.cause,
    links: row.links.up,
    load: row.load,
    streams: row.routes,
    eclipse: row.eclipse,
    clock: row.clockErrorMs,
  };
}

export function linkFields(row: LinkRow): Fields {
  return {
    a: row.aName,
    b: row.bName,
    kind: row.kind,
    state: row.state,
    cause: row.cause,
    load: row.load,
    range: row.rangeKm,
    ms: row.oneWayMs,
    capacity: row.capacityMbps,
  };
}

export const nodeCsv: readonly [string, (row: NodeRow) => string | number | boolean | null][] = [
  ['id', (row) => row.id],
  ['name', (row) => row.name],
  ['kind', (row) => row.kind],
  ['plane', (row) => row.plane],
  ['slot', (row) => row.slot],
  ['vendor', (row) => row.vendor],
  ['state', (row) => row.state],
  ['cause', (row) => row.cause],
  ['since', (row) => row.since],
  ['links_up', (row) => row.links.up],
  ['links', (row) => row.links.all],
  ['load', (row) => row.load],
  ['streams', (row) => row.routes],
  ['clock_error_ms', (row) => row.clockErrorMs],
  ['eclipse', (row) => row.eclipse],
];

export const linkCsv: readonly [string, (row: LinkRow) => string | number | null][] = [
  ['id', (row) => row.id],
  ['from', (row) => row.aName],
  ['to', (row) => row.bName],
  ['kind', (row) => row.kind],
  ['state', (row) => row.state],
  ['cause', (row) => row.cause],
  ['range_km', (row) => row.rangeKm],
  ['one_way_ms', (row) => row.oneWayMs],
  ['capacity_mbps', (row) => row.capacityMbps],
  ['load', (row) => row.load],
  ['closes', (row) => row.closes],
];
