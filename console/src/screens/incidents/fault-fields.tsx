/** The fields of a fault by its kind: which node, which link, which plane, what circle. Drills and what-ifs share it. */

import type { JSX } from 'preact';
import { useId, useMemo } from 'preact/hooks';
import { catalogue } from '../../model/store';
import { Choice } from '../../ui/tools';
import { DrillKinds, needsLink, needsNode, needsRegion } from './draft';
import type { Draft } from './draft';

/** Offered names; more would make every keystroke slow. */
const OfferedMax = 40;

export function FaultFields(props: { value: Draft; onChange: (part: Partial<Draft>) => void }): JSX.Element {
  const { value, onChange } = props;
  const groups = useMemo(
    () => [...new Set((catalogue.value?.nodes ?? []).filter((node) => node.group).map((node) => node.group))],
    [catalogue.value],
  );
  return (
    <>
      <Choice label="What" value={value.kind} options={DrillKinds} onChange={(kind) => onChange({ kind })} />
      {needsNode(value.kind) && <NodeField label="Node" value={value.node} onChange={(node) => onChange({ node })} />}
      {needsLink(value.kind) && (
        <div class="field-row">
          <NodeField label="One end" value={value.a} onChange={(a) => onChange({ a })} />
          <NodeField label="Other end" value={value.b} onChange={(b) => onChange({ b })} />
        </div>
      )}
      {value.kind === 'plane' && (
        <div class="field-row">
          <Choice
            label="Constellation"
            value={value.constellation}
            options={['', ...groups].map((group) => ({ value: group, text: group || 'choose…' }))}
            onChange={(constellation) => onChange({ constellation })}
          />
          <NumberField label="Plane" value={value.plane} min={0} max={10_000} onChange={(plane) => onChange({ plane })} />
        </div>
      )}
      {needsRegion(value.kind) && (
        <div class="field-row">
          <NumberField label="Latitude °" value={value.lat} min={-90} max={90} onChange={(lat) => onChange({ lat })} />
          <NumberField label="Longitude °" value={value.lon} min={-180} max={180} onChange={(lon) => onChange({ lon })} />
          <NumberField label="Radius km" value={value.radiusKm} min={1} max={10_000} onChange={(radiusKm) => onChange({ radiusKm })} />
        </div>
      )}
      {value.kind === 'noise' && (
        <NumberField label="Frames lost, %" value={value.lossPercent} min={1} max={100} onChange={(lossPercent) => onChange({ lossPercent })} />
      )}
      {value.kind === 'slow' && (
        <NumberField label="Slower by, ms" value={value.slowMs} min={1} max={1000} onChange={(slowMs) => onChange({ slowMs })} />
      )}
    </>
  );
}

function NodeField(props: { label: string; value: string; onChange: (name: string) => void }): JSX.Element {
  const id = useId();
  const nodes = catalogue.value?.nodes ?? [];
  const offered = useMemo(() => {
    const start = props.value.toLowerCase();
    return nodes.filter((node) => node.name.toLowerCase().includes(start)).slice(0, OfferedMax);
  }, [props.value, nodes]);
  const isUnknown = props.value !== '' && !nodes.some((node) => node.name === props.value);
  return (
    <label class="field">
      <span>{props.label}</span>
      <input
        class="input mono"
        list={id}
        value={props.value}
        autocomplete="off"
        spellcheck={false}
        aria-invalid={isUnknown || undefined}
        placeholder={nodes[0]?.name}
        onInput={(event) => props.onChange(event.currentTarget.value)}
      />
      <datalist id={id}>
        {offered.map((node) => (
          <option value={node.name} key={node.id} />
        ))}
      </datalist>
    </label>
  );
}

function NumberField(props: {
  label: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
}): JSX.Element {
  return (
    <label class="field">
      <span>{props.label}</span>
      <input
        class="input"
        type="number"
        value={props.value}
        min={props.min}
        max={props.max}
        step="any"
        onInput={(event) => {
          const value = event.currentTarget.valueAsNumber;
          if (Number.isFinite(value)) props.onChange(Math.min(props.max, Math.max(props.min, value)));
        }}
      />
    </label>
  );
}
