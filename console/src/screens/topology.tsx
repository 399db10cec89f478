/** Topology: every node, link and plane, the whole constellation as a carpet, and one of them in detail. */

import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { select, selectNode, showOnGlobe } from '../model/actions';
import { parseFilter } from '../model/filter';
import { count, plural } from '../model/format';
import { catalogue, filterText, scene, sceneReady, second, selectedNode, selection, versions } from '../model/store';
import { carpetOf, linkRows, nodeRows, planeRows } from '../model/topology';
import { useRows } from '../model/use-rows';
import { Panel } from '../ui/panel';
import { DataTable } from '../ui/table';
import { FilterBox } from '../ui/filter-box';
import { CsvButton, Tabs } from '../ui/tools';
import type { LinkRow, NodeRow } from '../wire/types';
import { CarpetView } from './topology/carpet';
import { linkColumns, linkCsv, linkFields, nodeCsv, nodeFields, planeColumns, satelliteColumns, siteColumns } from './topology/columns';
import { LinkDetailPanel } from './topology/link';
import { NodeDetailPanel } from './topology/node';

type TabName = 'satellites' | 'links' | 'sites' | 'planes';
const tab = signal<TabName>('satellites');
const Hints: Record<TabName, string> = {
  satellites: 'state!=up',
  links: 'load>0.5',
  sites: 'state!=up',
  planes: '',
};

export function Topology(): JSX.Element {
  const chosen = selection.value;
  const active = tab.value;
  useEffect(() => {
    if (chosen?.kind === 'link') tab.value = 'links';
    if (chosen?.kind === 'site') tab.value = 'sites';
  }, [chosen?.kind]);
  const hasDetail = chosen?.kind === 'sat' || chosen?.kind === 'site' || chosen?.kind === 'link';
  return (
    <div class="screen beside">
      <Lists active={active} />
      <div class="stack">
        <CarpetPanel small={hasDetail} />
        {chosen?.kind === 'link' && <LinkDetailPanel id={Number(chosen.id)} key={chosen.id} />}
        {selectedNode.value && <NodeDetailPanel node={selectedNode.value} key={selectedNode.value.id} />}
      </div>
    </div>
  );
}

function Lists({ active }: { active: TabName }): JSX.Element {
  const nodes = useRows<NodeRow>('nodes', { everyMs: 5000, everyMsOfMany: 120_000 });
  const links = useRows<LinkRow>('links', { everyMs: 5000, everyMsOfMany: 120_000 });
  const known = catalogue.value?.nodes ?? [];
  const nodeAnswers = useMemo(() => new Map((nodes.data ?? []).map((row) => [row.id, row])), [nodes.data]);
  const linkAnswers = useMemo(() => new Map((links.data ?? []).map((row) => [row.id, row])), [links.data]);
  // Once a second at most: who reads a table cannot read faster, and twenty thousand rows take their time.
  const tick = useSlowVersion();
  const nodesNow = useMemo(() => nodeRows(known, nodeAnswers, scene), [known, nodeAnswers, tick]);
  const linksNow = useMemo(
    () => (active === 'links' ? linkRows(known, linkAnswers, scene) : []),
    [known, linkAnswers, tick, active],
  );
  const satellites = nodesNow.filter((row) => row.kind === 'satellite');
  const sites = nodesNow.filter((row) => row.kind !== 'satellite');
  const passes = useMemo(() => parseFilter(filterText.value), [filterText.value]);
  const chosen = selection.value;
  const planes = planeRows(satellites, (id) => known[id]?.group ?? '');
  const source = active === 'links' ? links : nodes;
  const state = sceneReady.value && source.status === 'loading' ? 'ready' : source.status;

  const shown = {
    satellites: satellites.filter((row) => passes(nodeFields(row))),
    sites: sites.filter((row) => passes(nodeFields(row))),
    links: linksNow.filter((row) => passes(linkFields(row))),
    planes,
  };
  return (
    <Panel
      title="Topology"
      class="grow"
      state={state}
      problem={source.problem}
      asOf={source.sinceMs}
      onRetry={source.retry}
      actions={
        <>
          <span class="muted" role="status">
            {count(shown[active].length)} shown
          </span>
          {active !== 'planes' && <FilterBox hint={Hints[active]} label={`Filter the ${active}`} />}
          {active === 'links' && <CsvButton name="links" rows={shown.links} columns={linkCsv} />}
          {active === 'satellites' && <CsvButton name="satellites" rows={shown.satellites} columns={nodeCsv} />}
          {active === 'sites' && <CsvButton name="sites" rows={shown.sites} columns={nodeCsv} />}
        </>
      }
      empty="The network has no nodes."
    >
      <Tabs
        label="What to list"
        panelId="topology-list"
        active={active}
        onChange={(next) => {
          tab.value = next;
          filterText.value = '';
        }}
        tabs={[
          { id: 'satellites', text: `Satellites ${count(satellites.length)}` },
          { id: 'links', text: `Links ${count(scene.links)}` },
          { id: 'sites', text: `Sites ${count(sites.length)}` },
          { id: 'planes', text: `Planes ${count(planes.length)}` },
        ]}
      />
      <div class="tab-panel" id="topology-list" role="tabpanel" aria-label={active}>
        {active === 'links' ? (
          <DataTable
            key="links"
            caption="Links"
            columns={linkColumns}
            rows={shown.links}
            rowKey={(row) => row.id}
            selected={chosen?.kind === 'link' ? Number(chosen.id) : null}
            onSelect={(row) => select({ kind: 'link', id: String(row.id) })}
            onOpen={(row) => showOnGlobe({ kind: 'link', id: String(row.id) })}
            empty="No link passes this filter."
          />
        ) : active === 'planes' ? (
          <DataTable
            key="planes"
            caption="Planes"
            columns={planeColumns}
            rows={planes}
            rowKey={(row) => row.key}
            onOpen={(row) => {
              tab.value = 'satellites';
              filterText.value = `plane=${row.plane}`;
            }}
            empty="The network has no planes."
          />
        ) : (
          <DataTable
            key={active}
            caption={active === 'sites' ? 'Sites' : 'Satellites'}
            columns={active === 'sites' ? siteColumns : satelliteColumns}
            rows={shown[active]}
            rowKey={(row) => row.id}
            selected={selectedNode.value?.id ?? null}
            onSelect={selectNode}
            onOpen={(row) => showOnGlobe({ kind: row.kind === 'satellite' ? 'sat' : 'site', id: row.name })}
            empty="No node passes this filter."
          />
        )}
      </div>
    </Panel>
  );
}

function CarpetPanel({ small }: { small: boolean }): JSX.Element {
  const nodes = catalogue.value?.nodes ?? [];
  const carpet = useMemo(() => carpetOf(nodes), [nodes]);
  if (carpet.rows === 0) return <Panel title="Planes and slots" state="empty" empty="The network has no planes." />;
  return (
    <Panel
      title="Planes and slots"
      class={small ? 'carpet-panel small' : 'carpet-panel'}
      state={sceneReady.value ? 'ready' : 'loading'}
      actions={<span class="muted">{plural(carpet.rows, 'plane')}, a row each</span>}
    >
      <CarpetView carpet={carpet} />
    </Panel>
  );
}

/** Changes at most once a second, when states or loads have. */
function useSlowVersion(): number {
  const version = versions.states.value + versions.loads.value + versions.links.value;
  const [kept, setKept] = useState(version);
  useEffect(() => setKept(version), [second.value]);
  return kept;
}
