/** What the globe shows and how: view, layers, colours, and hands for those without a pointer. */

import type { JSX } from 'preact';
import { currentGlobe } from '../globe/current';
import { Groups, ownersOf, Ramps } from '../globe/looks';
import { select, toggleLayer } from '../model/actions';
import { catalogue, colourBy, following, layers, selectedNode, theme, view } from '../model/store';
import { ColourBys, LayerNames, Views } from '../model/url';
import type { ColourBy, LayerName } from '../model/url';
import { Button } from '../ui/button';
import { useKeys } from '../ui/keys';
import { Shape } from '../ui/marks';
import type { Tone } from '../ui/marks';

const LayerTitles: Record<LayerName, string> = {
  links: 'Links', routes: 'Routes', orbits: 'Orbits', sites: 'Sites', day: 'Day',
};

export function GlobeControls(): JSX.Element {
  const nextView = (): void => {
    view.value = Views[(Views.indexOf(view.peek()) + 1) % Views.length]!;
  };
  const follow = (): void => {
    following.value = !following.peek() && selectedNode.peek() !== null;
  };
  useKeys([
    { key: 't', title: 'globe, map or table', group: 'View', run: nextView },
    { key: 'f', title: 'follow the selected node', group: 'View', run: follow },
    ...LayerNames.map((name) => ({
      key: name[0]!, title: `layer ${name}`, group: 'View', run: () => toggleLayer(name),
    })),
  ]);
  const drawn = view.value !== 'table';
  return (
    <>
      <div class="controls at-top" role="toolbar" aria-label="View">
        <div class="segments">
          {Views.map((name) => (
            <Button
              small
              key={name}
              pressed={view.value === name}
              onClick={() => {
                view.value = name;
              }}
            >
              {name[0]!.toUpperCase() + name.slice(1)}
            </Button>
          ))}
        </div>
        {drawn && (
          <>
            <Button
              small
              pressed={following.value}
              disabled={selectedNode.value === null}
              why="Select a node first."
              onClick={follow}
            >
              Follow
            </Button>
            <Button small onClick={reset}>
              Reset
            </Button>
          </>
        )}
      </div>
      {drawn && <LayerControls />}
      {drawn && <Legend />}
    </>
  );
}

function reset(): void {
  following.value = false;
  select(null);
  currentGlobe()?.reset();
}

function LayerControls(): JSX.Element {
  return (
    <div class="controls at-bottom" role="toolbar" aria-label="Layers and colours">
      <div class="segments layers">
        {LayerNames.map((name) => (
          <Button
            small
            key={name}
            pressed={layers.value.includes(name)}
            onClick={() => toggleLayer(name)}
            title={`Layer ${LayerTitles[name]} (${name[0]})`}
          >
            {LayerTitles[name]}
          </Button>
        ))}
      </div>
      <select
        class="select small"
        aria-label="Colour by"
        value={colourBy.value}
        onChange={(event) => {
          colourBy.value = event.currentTarget.value as ColourBy;
        }}
      >
        {ColourBys.map((name) => (
          <option key={name} value={name}>
            by {name}
          </option>
        ))}
      </select>
    </div>
  );
}

/** What the colours of what works mean, when they do not mean its state. */
function Colours(): JSX.Element | null {
  const by = colourBy.value;
  if (by === 'load') {
    return (
      <li class="ramp">
        {Ramps[theme.value].map((colour) => (
          <span key={colour} style={{ background: colour }} />
        ))}
        <span class="ramp-text">load 0 to 100 %</span>
      </li>
    );
  }
  if (by !== 'owner') return null;
  return (
    <>
      {[...ownersOf(catalogue.value?.nodes ?? [])].map(([name, index]) => (
        <li key={name}>
          <span class="swatch" style={{ background: Groups[theme.value][index] }} /> {name}
        </li>
      ))}
    </>
  );
}

const legend: readonly (readonly [Tone, string])[] = [
  ['up', 'up'],
  ['risk', 'degraded'],
  ['down', 'down'],
  ['drill', 'drill'],
];

function Legend(): JSX.Element {
  return (
    <ul class="map-legend" aria-label="Shapes and colours">
      <Colours />
      {legend.map(([tone, text]) => (
        <li key={tone}>
          <Shape tone={tone} size={10} /> {text}
        </li>
      ))}
    </ul>
  );
}
