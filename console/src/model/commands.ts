/** Everything the palette can find: commands, nodes, streams, incidents. */

import { goLive, goTo, select, selectNode, toggleLayer, toggleTheme, freeze } from './actions';
import { openIncidents } from './incidents';
import { catalogue, view } from './store';
import { LayerNames, Screens, Views } from './url';

export interface Found {
  id: string;
  title: string;
  note: string;
  run: () => void;
}

const ShownMax = 40;

export function findCommands(text: string): Found[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const out: Found[] = [];
  const offer = (found: Found): void => {
    if (out.length < ShownMax && matches(`${found.title} ${found.note}`, words)) out.push(found);
  };
  for (const item of openIncidents()) {
    offer({
      id: item.id, title: `${item.id} ${item.title}`, note: `incident, ${item.severity}`,
      run: () => {
        select({ kind: 'incident', id: item.id });
        goTo('incidents');
      },
    });
  }
  if (words.length === 0) return [...fixed, ...out].slice(0, ShownMax);
  for (const one of fixed) offer(one);
  for (const stream of catalogue.peek()?.streams ?? []) {
    if (out.length >= ShownMax) break;
    offer({
      id: `stream:${stream.id}`, title: stream.name, note: `stream ${stream.contract} ${stream.class}`,
      run: () => {
        select({ kind: 'stream', id: String(stream.id) });
        goTo('streams');
      },
    });
  }
  for (const node of catalogue.peek()?.nodes ?? []) {
    if (out.length >= ShownMax) break;
    offer({ id: `node:${node.id}`, title: node.name, note: node.kind, run: () => selectNode(node) });
  }
  return out;
}

function matches(text: string, words: readonly string[]): boolean {
  const low = text.toLowerCase();
  return words.every((word) => low.includes(word));
}

const fixed: readonly Found[] = [
  ...Screens.map((name) => ({ id: `go:${name}`, title: `Go to ${name}`, note: 'screen', run: () => goTo(name) })),
  ...Views.map((name) => ({
    id: `view:${name}`, title: `Show the ${name}`, note: 'view',
    run: () => {
      view.value = name;
      goTo('overview');
    },
  })),
  ...LayerNames.map((name) => ({
    id: `layer:${name}`, title: `Layer ${name} on or off`, note: 'layer', run: () => toggleLayer(name),
  })),
  { id: 'live', title: 'Go live', note: 'time', run: goLive },
  { id: 'freeze', title: 'Freeze the view', note: 'time', run: freeze },
  { id: 'theme', title: 'Dark or light theme', note: 'page', run: toggleTheme },
];
