/** The globe that draws now, for commands and for measuring. */

import type { Globe, GlobeStats } from './globe';

let current: Globe | null = null;

export function setGlobe(globe: Globe | null): void {
  current = globe;
}

export function currentGlobe(): Globe | null {
  return current;
}

export function globeStats(): GlobeStats | null {
  return current?.stats() ?? null;
}
