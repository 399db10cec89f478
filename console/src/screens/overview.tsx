/** The whole network in one look: is what was promised kept, what is broken, and what was done about it. */

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Insets } from '../globe/globe';
import { GlobeStage } from '../globe/stage';
import { view } from '../model/store';
import { GlobeControls } from './overview-controls';
import { IncidentPanel } from './overview-incidents';
import { NetworkPanel } from './overview-network';
import { NodeTable } from './overview-table';
import { PinnedPanel } from './overview-pinned';
import { SelectionPanel } from './overview-selection';

const NarrowPx = 1001;
const EdgePx = 12;

export function Overview(): JSX.Element {
  const root = useRef<HTMLDivElement>(null);
  const left = useRef<HTMLDivElement>(null);
  const right = useRef<HTMLDivElement>(null);
  const insets = useSignal<Insets>({ left: 0, right: 0, top: 0, bottom: 0 });

  const measure = (): void => {
    const width = root.current?.clientWidth ?? 0;
    const narrow = width < NarrowPx;
    const next = {
      left: narrow ? 0 : (left.current?.offsetWidth ?? 0) + EdgePx,
      right: narrow ? 0 : (right.current?.offsetWidth ?? 0) + EdgePx,
      top: narrow ? 0 : 40,
      bottom: narrow ? 0 : 40,
    };
    const before = insets.peek();
    if (next.left !== before.left || next.right !== before.right || next.top !== before.top) insets.value = next;
  };
  useLayoutEffect(measure);
  useEffect(() => {
    const observer = new ResizeObserver(measure);
    if (root.current) observer.observe(root.current);
    return () => observer.disconnect();
  }, []);

  const table = view.value === 'table';
  return (
    <div class={`overview ${table ? 'as-table' : ''}`} ref={root}>
      <h2 class="sr-only">Overview</h2>
      {!table && <GlobeStage insets={insets.value} />}
      <div class="side side-left" ref={left}>
        <NetworkPanel />
        <SelectionPanel />
      </div>
      {table && <NodeTable />}
      <GlobeControls />
      <div class="side side-right" ref={right}>
        <IncidentPanel />
        <PinnedPanel />
      </div>
    </div>
  );
}
