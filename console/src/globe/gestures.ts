/**
 * Hands on a globe: drag turns, wheel and two fingers zoom, a click picks, arrows and + - do it from the
 * keyboard.
 */

export interface GestureTarget {
  /** Pixels dragged. */
  drag(dx: number, dy: number): void;
  zoomBy(factor: number, x: number, y: number): void;
  pick(x: number, y: number, double: boolean): void;
  hover(x: number, y: number): void;
  leave(): void;
  arrow(dx: number, dy: number): void;
  reset(): void;
}

const ClickPixels = 5;
const HoverMs = 160;

export function listenForGestures(element: HTMLElement, target: GestureTarget): () => void {
  const abort = new AbortController();
  const options = { signal: abort.signal };
  const fingers = new Map<number, { x: number; y: number }>();
  let moved = 0;
  let lastHover = 0;

  element.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0) return;
      element.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
      moved = 0;
    },
    options,
  );
  element.addEventListener(
    'pointermove',
    (event) => {
      const finger = fingers.get(event.pointerId);
      if (!finger) {
        if (event.timeStamp - lastHover < HoverMs) return;
        lastHover = event.timeStamp;
        target.hover(event.offsetX, event.offsetY);
        return;
      }
      const dx = event.offsetX - finger.x;
      const dy = event.offsetY - finger.y;
      const before = spread(fingers);
      finger.x = event.offsetX;
      finger.y = event.offsetY;
      moved += Math.abs(dx) + Math.abs(dy);
      if (fingers.size === 1 && moved > ClickPixels) target.drag(dx, dy);
      else if (fingers.size === 2 && before > 0) target.zoomBy(spread(fingers) / before, event.offsetX, event.offsetY);
    },
    options,
  );
  element.addEventListener(
    'pointerup',
    (event) => {
      const single = fingers.size === 1;
      fingers.delete(event.pointerId);
      if (single && moved <= ClickPixels) target.pick(event.offsetX, event.offsetY, event.detail > 1);
    },
    options,
  );
  element.addEventListener('pointercancel', (event) => fingers.delete(event.pointerId), options);
  element.addEventListener('pointerleave', () => target.leave(), options);
  element.addEventListener('dblclick', (event) => target.pick(event.offsetX, event.offsetY, true), options);
  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const lines = event.deltaMode === 1 ? event.deltaY * 16 : event.deltaY;
      target.zoomBy(Math.exp(-lines * 0.0016), event.offsetX, event.offsetY);
    },
    { ...options, passive: false },
  );
  const steps: Record<string, () => void> = {
    ArrowLeft: () => target.arrow(-1, 0),
    ArrowRight: () => target.arrow(1, 0),
    ArrowUp: () => target.arrow(0, 1),
    ArrowDown: () => target.arrow(0, -1),
    '+': () => target.zoomBy(1.25, element.clientWidth / 2, element.clientHeight / 2),
    '=': () => target.zoomBy(1.25, element.clientWidth / 2, element.clientHeight / 2),
    '-': () => target.zoomBy(0.8, element.clientWidth / 2, element.clientHeight / 2),
    Home: () => target.reset(),
  };
  element.addEventListener(
    'keydown',
    (event) => {
      const step = event.ctrlKey || event.altKey || event.metaKey ? undefined : steps[event.key];
      if (!step) return;
      event.preventDefault();
      event.stopPropagation();
      step();
    },
    options,
  );
  return () => abort.abort();
}

function spread(fingers: Map<number, { x: number; y: number }>): number {
  const [a, b] = [...fingers.values()];
  return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
}
