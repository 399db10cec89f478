/** The figures of the whole network, each with its last hour. */

import type { JSX } from 'preact';
import { count, Dash, fixed, ratio, share, short } from '../model/format';
import { isCutOff, kpi as liveKpi, sceneReady, time, toldMs } from '../model/store';
import { useApi } from '../model/use-api';
import type { Kpi } from '../wire/frames';
import type { Overview } from '../wire/types';
import { Sparkline } from '../ui/spark';
import { Shape } from '../ui/marks';
import type { Tone } from '../ui/marks';
import { Panel } from '../ui/panel';

interface Figure {
  name: string;
  /** The name of its sparkline. */
  series: string;
  value: (kpi: Kpi) => string;
  of?: (kpi: Kpi) => string;
  /** How it stands; without one the figure is only told. */
  tone?: (kpi: Kpi) => Tone;
  title?: string;
}

const few = (up: number, all: number): Tone => (up >= all ? 'good' : up >= all * 0.95 ? 'risk' : 'down');
const OnTimeGood = 0.999;
const OnTimePoor = 0.99;
const GapGood = 1.5;

const figures: readonly Figure[] = [
  {
    name: 'Promises kept', series: 'streamsKept', value: (k) => count(k.streamsKept), of: (k) => count(k.streams),
    tone: (k) => few(k.streamsKept, k.streams), title: 'Streams that kept their promise in the last five minutes',
  },
  {
    name: 'On time', series: 'onTimeShare', value: (k) => share(k.onTimeShare),
    tone: (k) => (k.onTimeShare >= OnTimeGood ? 'good' : k.onTimeShare >= OnTimePoor ? 'risk' : 'down'),
    title: 'Messages that came in time, of the last five minutes',
  },
  { name: 'Late, 5 min', series: 'late', value: (k) => count(k.late), tone: (k) => (k.late > 0 ? 'risk' : 'good') },
  { name: 'Lost, 5 min', series: 'lost', value: (k) => count(k.lost), tone: (k) => (k.lost > 0 ? 'down' : 'good') },
  {
    name: 'p99 ÷ best way', series: 'p99OverBound', value: (k) => ratio(k.p99OverBound),
    tone: (k) => (k.p99OverBound <= GapGood ? 'good' : 'risk'),
    title: 'Latency that 99 % keep, over the best way that the network has at the speed of light',
  },
  {
    name: 'Satellites up', series: 'satellitesUp', value: (k) => count(k.satellitesUp), of: (k) => count(k.satellites),
    tone: (k) => few(k.satellitesUp, k.satellites),
  },
  {
    name: 'Links up', series: 'linksUp', value: (k) => count(k.linksUp), of: (k) => count(k.links),
    tone: (k) => few(k.linksUp, k.links),
  },
  {
    name: 'Ground up', series: 'groundUp', value: (k) => count(k.groundUp), of: (k) => count(k.ground),
    tone: (k) => few(k.groundUp, k.ground),
  },
  { name: 'Reroutes, 1 min', series: 'reroutes', value: (k) => count(k.reroutes) },
  { name: 'Delivered', series: 'deliveredMbps', value: (k) => `${short(k.deliveredMbps)} Mb/s` },
  { name: 'Messages', series: 'deliveredPerS', value: (k) => `${short(k.deliveredPerS)} /s` },
];

export function NetworkPanel(): JSX.Element {
  const answer = useApi<Overview>('overview', {}, { everyMs: 15_000 });
  const kpi = liveKpi.value;
  const held = time.value.mode !== 'live';
  const lost = isCutOff.value;
  const state = kpi ? (lost ? 'stale' : 'ready') : answer.status === 'error' ? 'error' : sceneReady.value ? 'empty' : 'loading';
  return (
    <Panel
      title="Network"
      class="network"
      state={state}
      problem={answer.problem}
      asOf={toldMs()}
      onRetry={answer.retry}
      empty="No figures at this time yet. They come with the first second of traffic."
      actions={held ? <span class="muted">{kpi && planText(kpi)}</span> : undefined}
    >
      {kpi && (
        <dl class="figures">
          {figures.map((figure) => (
            <Row figure={figure} kpi={kpi} line={answer.data?.sparklines[figure.series]} key={figure.name} />
          ))}
        </dl>
      )}
      {kpi && Number.isFinite(kpi.planLeftS) && kpi.planLeftS < PlanSoonS && (
        <p class="tone-risk figure-note">The plan ends in {fixed(kpi.planLeftS / 60, 0)} min.</p>
      )}
    </Panel>
  );
}

const PlanSoonS = 1800;

function planText(kpi: Kpi): string {
  return Number.isFinite(kpi.planLeftS) ? `plan left ${fixed(kpi.planLeftS / 3600, 1)} h` : '';
}

function Row({ figure, kpi, line }: { figure: Figure; kpi: Kpi; line: (number | null)[] | undefined }): JSX.Element {
  const value = figure.value(kpi);
  const tone = value === Dash ? 'idle' : (figure.tone?.(kpi) ?? 'up');
  const told = tone === 'risk' || tone === 'down';
  return (
    <div class="figure" title={figure.title}>
      <dt>{figure.name}</dt>
      <dd class={`figure-value ${told ? `tone-${tone}` : ''}`}>
        {told && <Shape tone={tone} size={10} />}
        <strong>{value}</strong>
        {figure.of && <span class="figure-of"> / {figure.of(kpi)}</span>}
        {told && <span class="sr-only"> {tone === 'down' ? 'bad' : 'at risk'}</span>}
      </dd>
      <dd class="figure-line">
        <Sparkline values={line ?? []} tone={told ? tone : 'up'} />
      </dd>
    </div>
  );
}
