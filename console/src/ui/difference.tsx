/** By how much a figure differs from another, and whether that is good. */

import type { JSX } from 'preact';
import { Dash } from '../model/format';
import { StateMark } from './marks';

const Same = 1e-6;

export function Difference(props: {
  from: number | null;
  to: number | null;
  write: (value: number | null) => string;
  /** Whether more is better. */
  up: boolean;
}): JSX.Element {
  if (props.from === null || props.to === null) return <>{Dash}</>;
  const by = props.to - props.from;
  const text = props.write(Math.abs(by));
  if (Math.abs(by) < Same || text === props.write(0)) return <span class="muted">none</span>;
  return <StateMark tone={by > 0 === props.up ? 'good' : 'risk'} text={`${by > 0 ? '+' : '−'}${text}`} />;
}
