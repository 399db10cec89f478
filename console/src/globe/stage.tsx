/** The globe in the page: which one draws, what it is told, and the words that go with the picture. */

import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { select, selectNode } from '../model/actions';
import { openIncidents } from '../model/incidents';
import { LinkStates, NodeStates, plainState } from '../model/scene';
import { onScene } from '../model/session';
import {
  catalogue, colourBy, following, incidents, isCutOff, kpi, layers, nodeOf, nowMs, pinned, reducedMotion,
  scene, screen, selectedNode, selection, shownRate, theme, time, view,
} from '../model/store';
import { count, plural } from '../model/format';
import { setGlobe } from './current';
import type { Globe, GlobeHost, Insets } from './globe';
import { hasWebgl } from './probe';

/** Graphics that were lost are tried again after so long, and then less often. */
const RetryMinMs = 3000;
const RetryMaxMs = 60_000;

export function GlobeStage({ insets }: { insets: Insets }): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const label = useRef<HTMLDivElement>(null);
  const globe = useSignal<Globe | null>(null);
  const broken = useSignal<'none' | 'absent' | 'lost'>('none');
  const wanted = useComputed(() => (view.value === 'map' || broken.value !== 'none' ? 'map' : 'webgl'));

  const retry = useRef({ worked: false, waitMs: RetryMinMs, timer: 0 });
  const lost = (): void => {
    broken.value = 'lost';
    window.clearTimeout(retry.current.timer);
    retry.current.timer = window.setTimeout(() => {
      broken.value = 'none';
    }, retry.current.waitMs);
    retry.current.waitMs = Math.min(RetryMaxMs, retry.current.waitMs * 2);
  };
  useEffect(() => () => window.clearTimeout(retry.current.timer), []);

  useSignalEffect(() => {
    const kind = wanted.value;
    const element = host.current;
    if (!element) return;
    let ended = false;
    let made: Globe | null = null;
    const calls = hostCalls(label, element, lost);
    const use = (next: Globe): void => {
      made = next;
      if (kind === 'webgl') retry.current.worked = true;
      globe.value = next;
      setGlobe(next);
      next.setNodes(catalogue.peek()?.nodes ?? []);
      next.update(-1);
    };
    const fail = (): void => {
      if (ended || kind !== 'webgl') return;
      if (retry.current.worked) lost();
      else broken.value = 'absent';
    };
    const make = kind === 'map' ? makeMap : makeWebgl;
    if (kind === 'webgl' && !hasWebgl()) fail();
    else {
      void make(calls, element, () => !ended)
        .then((next) => next && use(next))
        .catch(fail);
    }
    return () => {
      ended = true;
      made?.dispose();
      globe.value = null;
      setGlobe(null);
    };
  });

  useEffect(() => onScene((changed) => globe.peek()?.update(changed)), []);
  useSignalEffect(() => {
    const nodes = catalogue.value?.nodes;
    if (nodes) globe.value?.setNodes(nodes);
  });
  useSignalEffect(() =>
    globe.value?.setLook({
      layers: layers.value, colourBy: colourBy.value, reducedMotion: reducedMotion.value,
      stale: isCutOff.value,
    }),
  );
  useSignalEffect(() => globe.value?.setMarks(marksNow()));
  useSignalEffect(() => {
    void theme.value;
    // The style sheet must have taken the new theme before its colours are read.
    const drawn = globe.value;
    if (drawn) requestAnimationFrame(() => drawn.recolour());
  });
  useSignalEffect(() => {
    void time.value;
    void screen.value;
    globe.value?.refresh();
  });
  useSignalEffect(() => globe.value?.setFollow(following.value));
  useSignalEffect(() => {
    const node = selectedNode.value;
    const drawn = globe.value;
    if (node && drawn) drawn.lookAtNode(node.id);
  });
  useEffect(() => globe.value?.setInsets(insets), [globe.value, insets.left, insets.right, insets.top, insets.bottom]);

  const summary = summaryNow();
  return (
    <div class={`stage ${isCutOff.value ? 'no-data' : ''}`}>
      <div
        ref={host}
        class="stage-host"
        role="application"
        tabIndex={0}
        aria-label={`Globe. ${summary} Arrows turn it, plus and minus zoom. The Table view has the same as text.`}
        aria-describedby="stage-note"
      />
      <div ref={label} class="stage-label" hidden aria-hidden="true" />
      <p id="stage-note" class={broken.value === 'none' ? 'sr-only' : 'stage-note'}>
        {noteOf(broken.value)}
      </p>
    </div>
  );
}

type Maker = (calls: GlobeHost, element: HTMLElement, wanted: () => boolean) => Promise<Globe | null>;

const makeWebgl: Maker = async (calls, element, wanted) => {
  const { WebglGlobe } = await import('./webgl');
  return wanted() ? new WebglGlobe(calls, element) : null;
};

const makeMap: Maker = async (calls, element, wanted) => {
  const { MapGlobe } = await import('./map2d');
  return wanted() ? new MapGlobe(calls, element) : null;
};

function noteOf(broken: 'none' | 'absent' | 'lost'): string {
  if (broken === 'absent') return 'This browser has no WebGL 2: the flat map stands in for the globe.';
  if (broken === 'lost') return 'The graphics were lost: the flat map stands in until they are back.';
  return 'Views: globe, map, table.';
}

/** One sentence of what the picture shows. */
function summaryNow(): string {
  const now = kpi.value;
  const open = openIncidents().length;
  if (!now) return 'No data yet.';
  const down = now.satellites - now.satellitesUp;
  return `${count(now.satellites)} satellites, ${count(down)} down, ${plural(open, 'open incident')}.`;
}

function marksNow(): Parameters<Globe['setMarks']>[0] {
  const chosen = selection.value;
  const incident = chosen?.kind === 'incident' ? incidents.value.get(chosen.id) : undefined;
  return {
    node: selectedNode.value?.id ?? -1,
    link: chosen?.kind === 'link' ? Number(chosen.id) : -1,
    stream: chosen?.kind === 'stream' ? Number(chosen.id) : -1,
    pinned: pinned.value,
    incident: incident?.cause.nodes ?? [],
  };
}

function hostCalls(
  label: { current: HTMLDivElement | null },
  element: HTMLElement,
  lost: () => void,
): GlobeHost {
  return {
    scene,
    nowMs,
    rate: shownRate,
    picked: (id, double) => {
      const node = id === null ? null : nodeOf(id);
      if (!node) {
        if (!double) select(null);
        return;
      }
      selectNode(node);
      if (double) following.value = true;
    },
    hovered: (id, x, y) => {
      const box = label.current;
      if (!box) return;
      box.hidden = id === null;
      element.classList.toggle('over-node', id !== null);
      if (id === null) return;
      box.textContent = describe(id);
      const left = Math.min(x + 14, element.clientWidth - box.offsetWidth - 8);
      box.style.transform = `translate(${Math.round(left)}px, ${Math.round(y + 14)}px)`;
    },
    lost,
  };
}

function describe(id: number): string {
  const node = nodeOf(id);
  const state = NodeStates[plainState(scene.nodeState[id] ?? 0)] ?? 'unknown';
  let up = 0;
  let all = 0;
  for (let i = 0; i < scene.links; i++) {
    if ((scene.linkA[i] !== id && scene.linkB[i] !== id) || scene.linkKind[i]! > 2) continue;
    all++;
    if (LinkStates[plainState(scene.linkState[i]!)] === 'up') up++;
  }
  return `${node?.name ?? `node ${id}`} · ${state} · ${up} of ${all} links up`;
}

