/** What the tools of several screens are made of: tabs, bars of a share, facts. */

import type { ComponentChildren, JSX } from 'preact';
import { csvOf, save } from '../model/csv';
import type { CsvValue } from '../model/csv';
import { Button } from './button';
import '../styles/screens.css';

export function Choice<T extends string>(props: {
  label: string;
  value: T;
  options: readonly { value: T; text: string }[];
  onChange: (value: T) => void;
}): JSX.Element {
  return (
    <label class="choice">
      <span class="muted">{props.label}</span>
      <select class="select" value={props.value} onChange={(event) => props.onChange(event.currentTarget.value as T)}>
        {props.options.map((option) => (
          <option value={option.value} key={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </label>
  );
}

export interface Tab<T extends string> {
  id: T;
  text: ComponentChildren;
}

/** Tabs; arrow keys walk them. The panel that they switch has the id `panelId`. */
export function Tabs<T extends string>(props: {
  label: string;
  tabs: readonly Tab<T>[];
  active: T;
  panelId: string;
  onChange: (id: T) => void;
}): JSX.Element {
  const walk = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = props.tabs.findIndex((tab) => tab.id === props.active);
    const next = props.tabs[(at + step + props.tabs.length) % props.tabs.length];
    if (!next) return;
    props.onChange(next.id);
    const list = event.currentTarget as HTMLElement;
    requestAnimationFrame(() => list.querySelector<HTMLElement>('[aria-selected=true]')?.focus());
  };
  return (
    <div class="tab-list" role="tablist" aria-label={props.label} onKeyDown={walk}>
      {props.tabs.map((tab) => (
        <button
          type="button"
          role="tab"
          class="tab-item"
          key={tab.id}
          aria-selected={tab.id === props.active}
          aria-controls={props.panelId}
          tabIndex={tab.id === props.active ? 0 : -1}
          onClick={() => props.onChange(tab.id)}
        >
          {tab.text}
        </button>
      ))}
    </div>
  );
}

/** A bar of a share with its number; below nothing it is empty and the number says how far. */
export function Meter({ value, text, tone }: { value: number | null; text: string; tone: string }): JSX.Element {
  const width = `${Math.min(1, Math.max(0, value ?? 0)) * 100}%`;
  return (
    <span class={`meter tone-${tone}`}>
      <span class="meter-track" aria-hidden="true">
        <span class="meter-fill" style={{ width }} />
      </span>
      <span class="meter-text">{text}</span>
    </span>
  );
}

export function Facts({ facts }: { facts: readonly [string, ComponentChildren][] }): JSX.Element {
  return (
    <dl class="facts">
      {facts.map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name} is`}>{value}</dd>])}
    </dl>
  );
}

/** Saves what a table shows, as it is filtered. */
export function CsvButton<Row>(props: {
  name: string;
  rows: readonly Row[];
  columns: readonly [string, (row: Row) => CsvValue][];
}): JSX.Element {
  return (
    <Button
      small
      disabled={props.rows.length === 0}
      why="There is nothing to save."
      title="Save the rows shown as a CSV file"
      onClick={() => {
        const rows = props.rows.map((row) => props.columns.map(([, of]) => of(row)));
        save(`${props.name}.csv`, csvOf(props.columns.map(([title]) => title), rows));
      }}
    >
      CSV
    </Button>
  );
}
