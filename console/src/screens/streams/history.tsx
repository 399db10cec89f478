/** A stream over time: median, p99 and misses of the last hour. A range dragged over it moves the time bar there. */

import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { goToTime } from '../../model/actions';
import { count, ms } from '../../model/format';
import { nowMs, second } from '../../model/store';
import { useApi } from '../../model/use-api';
import { Chart } from '../../ui/chart';
import { Failure } from '../../ui/panel';
import { Choice } from '../../ui/tools';
import type { ContractDetail, Series } from '../../wire/types';

const Spans = [
  { value: '600000', text: '10 min' },
  { value: '3600000', text: '1 h' },
  { value: '21600000', text: '6 h' },
  { value: '86400000', text: '24 h' },
] as const;
const Points = 120;
const StepMs = 10_000;

export function StreamHistory({ stream }: { stream: ContractDetail }): JSX.Element {
  const [spanMs, setSpanMs] = useState<(typeof Spans)[number]['value']>('3600000');
  void second.value;
  const to = Math.floor(nowMs() / StepMs) * StepMs;
  const names = ['p50', 'p99', 'late'].map((name) => `stream:${stream.id}:${name}`);
  const answer = useApi<Series>(
    'series',
    {
      names: names.join(','),
      from: new Date(to - Number(spanMs)).toISOString(),
      to: new Date(to).toISOString(),
      points: Points,
    },
    { at: false },
  );
  const [kept, setKept] = useState<Series | null>(null);
  if (answer.data && answer.data !== kept) setKept(answer.data);
  const series = answer.data ?? kept;
  const at = useMemo(() => (series?.at ?? []).map((text) => Date.parse(text)), [series]);
  const column = (name: string): (number | null)[] => series?.values[name] ?? at.map(() => null);
  const p99 = column(names[1]!);
  const latest = [...p99].reverse().find((value) => value !== null) ?? null;
  const lines = useMemo(
    () => [
      { name: 'p50', values: column(names[0]!), tone: 'up' as const },
      { name: 'p99', values: p99, tone: 'risk' as const },
      { name: 'bound', values: at.map(() => stream.boundMs), tone: 'good' as const, dash: true },
      { name: 'deadline', values: at.map(() => stream.deadlineMs), tone: 'down' as const, dash: true },
      { name: 'late', values: column(names[2]!), tone: 'drill' as const, right: true, stepped: true },
    ],
    [series, stream.boundMs, stream.deadlineMs],
  );
  if (answer.status === 'error' && !series) return <Failure problem={answer.problem} onRetry={answer.retry} />;
  return (
    <>
      <div class="cell-head">
        <h3 class="cell-title">Over time</h3>
        <Choice label="Last" value={spanMs} options={Spans} onChange={setSpanMs} />
      </div>
      <Chart
        title="Latency, ms, and late messages"
        summary={`p99 is ${ms(latest)} ms at the end of the window; the deadline is ${ms(stream.deadlineMs)} ms.`}
        atMs={at}
        series={lines}
        format={ms}
        formatRight={count}
        height={170}
        onBrush={(fromMs) => goToTime(fromMs)}
      />
    </>
  );
}
