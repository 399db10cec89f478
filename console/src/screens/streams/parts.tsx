/** Where the time of a stream goes: what light takes on the best way, and what comes on top, on the mean and at worst. */

import type { JSX } from 'preact';
import { ms, ratio } from '../../model/format';
import type { ContractDetail, Parts } from '../../wire/types';

const Rows: readonly [keyof Parts, string, string][] = [
  ['bestMs', 'Light, best way', 'good'],
  ['detourMs', 'Detour', 'up'],
  ['serialisationMs', 'Serialisation', 'idle'],
  ['queueingMs', 'Queueing', 'risk'],
  ['waitingMs', 'Waiting for a link', 'down'],
  ['processingMs', 'Processing', 'plan'],
];

export function TimeParts({ stream }: { stream: ContractDetail }): JSX.Element {
  const mean = stream.parts?.mean ?? null;
  const slowest = stream.parts?.slowest ?? null;
  const top = Math.max(1e-9, ...Rows.flatMap(([part]) => [mean?.[part] ?? 0, slowest?.[part] ?? 0]));
  if (!mean && !slowest) {
    return (
      <>
        <h3 class="cell-title">Where the time goes</h3>
        <p class="muted">No message has come in this window.</p>
        <Against stream={stream} />
      </>
    );
  }
  return (
    <>
      <h3 class="cell-title">Where the time goes, ms</h3>
      <table class="parts">
        <thead>
          <tr>
            <th scope="col">Part</th>
            <th scope="col">Mean</th>
            <th scope="col">Slowest message</th>
          </tr>
        </thead>
        <tbody>
          {Rows.map(([part, title, tone]) => (
            <tr key={part}>
              <th scope="row">{title}</th>
              <Bar value={mean?.[part] ?? null} top={top} tone={tone} />
              <Bar value={slowest?.[part] ?? null} top={top} tone={tone} />
            </tr>
          ))}
          <tr class="parts-sum">
            <th scope="row">In all</th>
            <td>{ms(sumOf(mean))}</td>
            <td>{ms(sumOf(slowest))}</td>
          </tr>
        </tbody>
      </table>
      <Against stream={stream} />
    </>
  );
}

function Bar({ value, top, tone }: { value: number | null; top: number; tone: string }): JSX.Element {
  return (
    <td class={`tone-${tone}`}>
      <span class="part-bar" aria-hidden="true" style={{ width: `${(Math.max(0, value ?? 0) / top) * 60}%` }} />
      <span class="part-ms">{ms(value)}</span>
    </td>
  );
}

function Against({ stream }: { stream: ContractDetail }): JSX.Element {
  const over = (base: number | null): string =>
    base !== null && base > 0 && stream.p99Ms !== null ? ` (p99 is ${ratio(stream.p99Ms / base)})` : '';
  return (
    <p class="muted note">
      Light needs {ms(stream.boundMs)} ms on the best way through the mesh{over(stream.boundMs)} and {ms(stream.floorMs)} ms
      along the great circle{over(stream.floorMs)}.
    </p>
  );
}

function sumOf(parts: Parts | null): number | null {
  return parts ? Rows.reduce((sum, [part]) => sum + parts[part], 0) : null;
}
