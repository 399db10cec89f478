/** What the globe shows and how: view, layers, colours, and hands for those without a pointer. */

import type { JSX } from 'preact';
import { currentGlobe } from '../globe/current';
import { GroupCount, Groups, ownersOf, planesOf, Ramps, shadesOf } from '../globe/looks';
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
  const nodes = catalogue.value?.nodes ?? [];
  if (colourBy.value === 'load') return <Scale colours={Ramps[theme.value]} from="0" to="100 % load" />;
  if (colourBy.value === 'plane') return <Planes count={planesOf(nodes)} />;
  if (colourBy.value !== 'owner') return null;
  const owners = [...ownersOf(nodes)];
  const rest = owners.length - GroupCount;
  return (
    <>
      {owners.slice(0, rest > 0 ? GroupCount - 1 : GroupCount).map(([name, index]) => (
        <Key colour={Groups[theme.value][index]!} text={name} key={name} />
      ))}
      {rest > 0 && <Key colour={Groups[theme.value][GroupCount - 1]!} text={`${rest + 1} other owners`} />}
      {owners.length === 0 && <li>No node names an owner.</li>}
    </>
  );
}

/** A colour a plane while there are few; else a scale with both its ends. */
function Planes({ count }: { count: number }): JSX.Element {
  if (count > GroupCount) return <Scale colours={shadesOf(theme.value)} from="plane 0" to={String(count - 1)} />;
  return (
    <>
      {Groups[theme.value].slice(0, count).map((colour, plane) => (
        <Key colour={colour} text={`plane ${plane}`} key={colour} />
      ))}
    </>
  );
}

function Key({ colour, text }: { colour: string; text: string }): JSX.Element {
  return (
    <li>
      <span class="swatch" style={{ background: colour }} /> {text}
    </li>
  );
}

function Scale({ colours, from, to }: { colours: readonly string[]; from: string; to: string }): JSX.Element {
  return (
    <li class="ramp">
      <span class="ramp-text">{from}</span>
      <span class="ramp-bar" style={{ background: `linear-gradient(90deg, ${colours.join()})` }} aria-hidden="true" />
      <span class="ramp-text">{to}</span>
    </li>
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
      {legend.filter(([tone]) => tone !== 'up' || colourBy.value === 'state').map(([tone, text]) => (
        <li key={tone}>
          <Shape tone={tone} size={10} /> {text}
        </li>
      ))}
    </ul>
  );
}
