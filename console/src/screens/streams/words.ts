/** How the numbers of a promise are said, in the table and in the detail. */

import { clock, Dash } from '../../model/format';
import type { ContractRow } from '../../wire/types';

/** How the state of a promise is said. */
export const Words: Record<ContractRow['status'], string> = {
  ok: 'Kept',
  risk: 'At risk',
  broken: 'Broken',
  refused: 'Refused',
  idle: 'Idle',
};

/** When a way changes by plan. */
export function riskOf(text: string | null): string {
  if (text === null) return Dash;
  return /^\d{4}-\d\d-\d\dT/.test(text) ? clock(text) : text;
}

/** How much of the misses allowed is left, as a tone. */
export function budgetTone(left: number | null): string {
  if (left === null) return 'idle';
  return left <= 0 ? 'down' : left < 0.25 ? 'risk' : 'good';
}

/** Whole percents, for a budget that is spent below nothing too. */
export function percent(left: number | null): string {
  return left === null ? Dash : `${Math.max(-999, Math.floor(left * 100 + 1e-9))}\u202f%`;
}
