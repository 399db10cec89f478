/**
 * What the address of the page says:
 * `?scr=overview&rec=20261120T234000Z&t=live&sel=sat:P03-S07&lay=links,routes&by=state&view=globe`.
 */

export const Screens = ['overview', 'streams', 'topology', 'incidents', 'plan', 'access'] as const;
export type ScreenName = (typeof Screens)[number];

export const LayerNames = ['links', 'routes', 'orbits', 'sites', 'day'] as const;
export type LayerName = (typeof LayerNames)[number];

export const ColourBys = ['state', 'load', 'plane', 'owner'] as const;
export type ColourBy = (typeof ColourBys)[number];

export const Views = ['globe', 'map', 'table'] as const;
export type ViewName = (typeof Views)[number];

/** What is selected: kind and name, as sat:P03-S07, site:Svalbard, link:12, stream:4, incident:INC-7. */
export interface Selection {
  kind: 'sat' | 'site' | 'link' | 'stream' | 'incident';
  id: string;
}

export interface UrlState {
  screen: ScreenName;
  /** An earlier recording, by its id; null is the network itself. */
  recording: string | null;
  /** null is live. */
  atMs: number | null;
  selection: Selection | null;
  layers: LayerName[];
  colourBy: ColourBy;
  view: ViewName;
  /** A filter of the screen's own, as text. */
  filter: string;
  /** What-ifs that are looked at: the one, and the one it is compared with. */
  runs: string[];
}

export const UrlDefaults: UrlState = {
  screen: 'overview',
  recording: null,
  atMs: null,
  selection: null,
  layers: ['links', 'routes', 'sites', 'day'],
  colourBy: 'state',
  view: 'globe',
  filter: '',
  runs: [],
};

const RunsMax = 2;
const RunId = /^[\w-]{1,20}$/;
const SelectionKinds: readonly string[] = ['sat', 'site', 'link', 'stream', 'incident'];

export function readUrl(search: string): UrlState {
  const query = new URLSearchParams(search);
  const t = query.get('t');
  const at = t && t !== 'live' ? Date.parse(t) : Number.NaN;
  const layers = query.get('lay');
  return {
    screen: oneOf(Screens, query.get('scr')) ?? UrlDefaults.screen,
    recording: readRecording(query.get('rec')),
    atMs: Number.isFinite(at) ? at : null,
    selection: readSelection(query.get('sel')),
    layers: layers === null ? UrlDefaults.layers : LayerNames.filter((name) => layers.split(',').includes(name)),
    colourBy: oneOf(ColourBys, query.get('by')) ?? UrlDefaults.colourBy,
    view: oneOf(Views, query.get('view')) ?? UrlDefaults.view,
    filter: query.get('q') ?? '',
    runs: (query.get('run') ?? '').split(',').filter((id) => RunId.test(id)).slice(0, RunsMax),
  };
}

export function writeUrl(state: UrlState): string {
  const query = new URLSearchParams();
  if (state.screen !== UrlDefaults.screen) query.set('scr', state.screen);
  if (state.recording !== null) query.set('rec', state.recording);
  query.set('t', state.atMs === null ? 'live' : new Date(state.atMs).toISOString());
  if (state.selection) query.set('sel', writeSelection(state.selection));
  if (state.layers.join() !== UrlDefaults.layers.join()) query.set('lay', state.layers.join(','));
  if (state.colourBy !== UrlDefaults.colourBy) query.set('by', state.colourBy);
  if (state.view !== UrlDefaults.view) query.set('view', state.view);
  if (state.filter) query.set('q', state.filter);
  if (state.runs.length > 0) query.set('run', state.runs.join(','));
  // Colons and commas are legal in a query and read better than their codes.
  return `?${query.toString().replaceAll('%3A', ':').replaceAll('%2C', ',')}`;
}

function readRecording(text: string | null): string | null {
  return text !== null && /^[\w-]{1,32}$/.test(text) ? text : null;
}

export function readSelection(text: string | null): Selection | null {
  const colon = text?.indexOf(':') ?? -1;
  if (!text || colon <= 0 || colon === text.length - 1) return null;
  const kind = text.slice(0, colon);
  return SelectionKinds.includes(kind) ? { kind: kind as Selection['kind'], id: text.slice(colon + 1) } : null;
}

export function writeSelection(selection: Selection): string {
  return `${selection.kind}:${selection.id}`;
}

/** The token of `#token=...`, as `orbweaver up` prints it. */
export function readToken(hash: string): string | null {
  const token = new URLSearchParams(hash.replace(/^#/, '')).get('token');
  return token && /^[\w.~+/=-]{8,256}$/.test(token) ? token : null;
}

function oneOf<T extends string>(names: readonly T[], text: string | null): T | null {
  return names.find((name) => name === text) ?? null;
}
