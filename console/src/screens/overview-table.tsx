/** The globe as text: every node, from what the page already has. */

import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { goTo, selectNode } from '../model/actions';
import { count, Dash } from '../model/format';
import { parseFilter } from '../model/filter';
import { DrillBit, NodeStates, plainState, VacantKind } from '../model/scene';
import { catalogue, filterText, scene, selectedNode, versions } from '../model/store';
import type { CatalogueNode } from '../wire/types';
import { StateMark, toneOf } from '../ui/marks';
import { FilterBox } from '../ui/filter-box';
import { Panel } from '../ui/panel';
import { DataTable } from '../ui/table';
import type { Column } from '../ui/table';

interface Row {
  node: CatalogueNode;
  state: string;
  drill: boolean;
  up: number;
  all: number;
}

export function NodeTable(): JSX.Element {
  void versions.states.value;
  const nodes = catalogue.value?.nodes;
  const rows = useMemo(() => rowsOf(nodes ?? [], filterText.value), [nodes, filterText.value, versions.states.value]);
  return (
    <Panel
      title={`Nodes (${count(rows.length)})`}
      class="node-table"
      state={nodes ? 'ready' : 'loading'}
      actions={<FilterBox hint="plane=37 & state!=up" label="Filter nodes" />}
    >
      <DataTable
        caption="Nodes"
        columns={columns}
        rows={rows}
        rowKey={(row) => row.node.id}
        selected={selectedNode.value?.id ?? null}
        onSelect={(row) => selectNode(row.node)}
        onOpen={(row) => {
          selectNode(row.node);
          goTo('topology');
        }}
        empty="No node passes this filter. Clear it to see all."
      />
    </Panel>
  );
}

function rowsOf(nodes: readonly CatalogueNode[], text: string): Row[] {
  const up = new Uint16Array(nodes.length);
  const all = new Uint16Array(nodes.length);
  for (let i = 0; i < scene.links; i++) {
    if (scene.linkKind[i] === VacantKind) continue;
    const works = plainState(scene.linkState[i]!) < 2;
    for (const end of [scene.linkA[i]!, scene.linkB[i]!]) {
      if (end >= nodes.length) continue;
      all[end]!++;
      if (works) up[end]!++;
    }
  }
  const passes = parseFilter(text);
  const rows: Row[] = [];
  for (const node of nodes) {
    const code = scene.nodeState[node.id] ?? 0;
    const state = NodeStates[plainState(code)] ?? 'unknown';
    const row = { node, state, drill: (code & DrillBit) !== 0, up: up[node.id]!, all: all[node.id]! };
    if (passes({ ...node, state, links: row.up })) rows.push(row);
  }
  return rows;
}

/** Nodes that are in no plane have -1 there. */
function placed(number: number): string {
  return number < 0 ? Dash : String(number);
}

const columns: Column<Row>[] = [
  {
    id: 'state', title: 'State', width: '110px', value: (row) => row.state,
    cell: (row) => <StateMark tone={row.drill ? 'drill' : toneOf(row.state)} text={row.drill ? `${row.state}, drill` : row.state} />,
  },
  { id: 'name', title: 'Name', value: (row) => row.node.name, cell: (row) => row.node.name },
  { id: 'kind', title: 'Kind', width: '80px', value: (row) => row.node.kind, cell: (row) => row.node.kind, wide: true },
  { id: 'plane', title: 'Plane', align: 'end', width: '60px', value: (row) => row.node.plane, cell: (row) => placed(row.node.plane) },
  { id: 'slot', title: 'Slot', align: 'end', width: '60px', value: (row) => row.node.slot, cell: (row) => placed(row.node.slot) },
  { id: 'links', title: 'Links up', align: 'end', width: '84px', value: (row) => row.up, cell: (row) => `${row.up} / ${row.all}` },
  { id: 'owner', title: 'Owner', width: '90px', value: (row) => row.node.vendor, cell: (row) => row.node.vendor || Dash, wide: true },
];
