/** A panel: a titled box that says what state its content is in. One that fails leaves the others working. */

import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { clock } from '../model/format';
import { time } from '../model/store';
import type { ApiState } from '../model/use-api';
import type { Problem } from '../wire/types';

export interface PanelProps {
  title: ComponentChildren;
  /** ready unless told otherwise; from `useApi` as it is. */
  state?: ApiState<unknown>['status'];
  problem?: Problem | null;
  /** When the content was so, for `stale`. */
  asOf?: string | number | null;
  onRetry?: () => void;
  /** What an empty panel means and what to do next. */
  empty?: ComponentChildren;
  /** Buttons beside the title. */
  actions?: ComponentChildren;
  class?: string;
  level?: 2 | 3;
  children?: ComponentChildren;
}

export function Panel(props: PanelProps): JSX.Element {
  const state = props.state ?? 'ready';
  const Title = props.level === 3 ? 'h3' : 'h2';
  const body = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    // What scrolls must be reached by the keyboard, and what does not should not be a stop on its way.
    const element = body.current;
    if (!element) return;
    if (element.scrollHeight > element.clientHeight + 1) element.tabIndex = 0;
    else element.removeAttribute('tabindex');
  });
  return (
    <section class={`panel ${props.class ?? ''}`} data-state={state} aria-busy={state === 'loading'}>
      <header class="panel-head">
        <Title class="panel-title">{props.title}</Title>
        {state === 'stale' && <span class="stale-note">as of {clock(props.asOf)}</span>}
        {props.actions && <div class="panel-actions">{props.actions}</div>}
      </header>
      <div ref={body} class={`panel-body ${state === 'stale' ? 'is-stale' : ''}`}>
        {contentOf(props, state)}
      </div>
    </section>
  );
}

function contentOf(props: PanelProps, state: ApiState<unknown>['status']): ComponentChildren {
  if (state === 'loading') return <Skeleton what={typeof props.title === 'string' ? props.title : 'this panel'} />;
  if (state === 'error') return <Failure problem={props.problem ?? null} onRetry={props.onRetry} />;
  if (state === 'empty' && time.value.mode === 'plan') {
    return <div class="empty">Nothing is measured in the future: of the plan, the globe shows orbits and links.</div>;
  }
  if (state === 'empty' && props.empty !== undefined) return <div class="empty">{props.empty}</div>;
  return props.children;
}

/** Grey bars; after three seconds it says what is waited for. */
export function Skeleton({ what, lines = 3 }: { what: string; lines?: number }): JSX.Element {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 3000);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class="skeleton">
      {Array.from({ length: lines }, (_, i) => (
        <div class="skeleton-bar" key={i} />
      ))}
      <p class={slow ? 'muted' : 'sr-only'}>{slow ? `Still waiting for ${what.toLowerCase()}.` : 'Loading.'}</p>
    </div>
  );
}

export function Failure({ problem, onRetry }: { problem: Problem | null; onRetry?: () => void }): JSX.Element {
  return (
    <div class="failure" role="alert">
      <p>
        <strong>{problem?.title ?? 'This could not be read.'}</strong>
        {problem && problem.status > 0 && <span class="muted"> ({problem.status})</span>}
      </p>
      {problem?.detail && <p class="muted">{problem.detail}</p>}
      {problem?.instance && <p class="muted mono">{problem.instance}</p>}
      {onRetry && (
        <button type="button" class="button" onClick={onRetry}>
          Retry
        </button>
      )}
    </div>
  );
}
