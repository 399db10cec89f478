/** A screen that is loaded when it is first opened, so that the first frame does not wait for all of them. */

import { signal } from '@preact/signals';
import type { ComponentType, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Problem } from '../wire/types';
import { Failure, Skeleton } from './panel';

const fetches: (() => void)[] = [];

/** Loads all of them: when the server is gone it is too late. */
export function loadLazies(): void {
  for (const fetchIt of fetches) fetchIt();
}

export function lazy(what: string, load: () => Promise<ComponentType>): () => JSX.Element {
  const loaded = signal<ComponentType | null>(null);
  const problem = signal<Problem | null>(null);
  const fetchIt = (): void => {
    problem.value = null;
    load().then(
      (component) => {
        loaded.value = component;
      },
      () => {
        problem.value = { title: 'This screen could not be loaded', status: 0, detail: 'Is the server still there?' };
      },
    );
  };
  fetches.push(() => {
    if (!loaded.peek()) fetchIt();
  });
  return function Lazy() {
    useEffect(() => {
      if (!loaded.peek()) fetchIt();
    }, []);
    const Component = loaded.value;
    if (Component) return <Component />;
    return (
      <div class="screen">
        {problem.value ? <Failure problem={problem.value} onRetry={fetchIt} /> : <Skeleton what={what} />}
      </div>
    );
  };
}
