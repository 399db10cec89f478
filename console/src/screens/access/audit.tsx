/** The audit log: who did what, when, and with what outcome. Each row holds the hash of the one before it. */

import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { parseFilter } from '../../model/filter';
import { clock, count, dateTime } from '../../model/format';
import { filterText, reasonNot } from '../../model/store';
import { useApi } from '../../model/use-api';
import { StateMark } from '../../ui/marks';
import { Panel } from '../../ui/panel';
import { DataTable } from '../../ui/table';
import type { Column } from '../../ui/table';
import { FilterBox } from '../../ui/filter-box';
import { CsvButton } from '../../ui/tools';
import type { AuditRow, Page } from '../../wire/types';

const HashShown = 10;

/** A page of the log, and whether its chain of hashes holds from its beginning on. */
interface AuditPage extends Page<AuditRow> {
  chainWhole: boolean;
}

export function Audit(): JSX.Element {
  const missing = reasonNot('admin');
  const audit = useApi<AuditPage>(missing ? null : 'audit', { limit: 500 }, { everyMs: 5000, at: false });
  const passes = useMemo(() => parseFilter(filterText.value), [filterText.value]);
  const rows = (audit.data?.items ?? []).filter((row) => passes({ ...row }));
  const chain = audit.data?.chainWhole;
  return (
    <Panel
      title="Audit log"
      class="grow"
      state={missing ? 'empty' : audit.status}
      problem={audit.problem}
      asOf={audit.sinceMs}
      onRetry={audit.retry}
      empty={missing ?? 'Nothing has been done yet.'}
      actions={
        missing ? undefined : (
          <>
            <span class="muted" role="status">
              {count(rows.length)} shown
            </span>
            {chain !== undefined && (
              <StateMark tone={chain ? 'good' : 'down'} text={chain ? 'chain holds' : 'chain broken'} />
            )}
            <FilterBox hint="outcome>=400" label="Filter the audit log" />
            <CsvButton name="audit" rows={rows} columns={csv} />
          </>
        )
      }
    >
      <DataTable
        caption="Audit log"
        columns={columns}
        rows={rows}
        rowKey={(row) => row.number}
        defaultSort={{ column: 'at', down: true }}
        empty="No row passes this filter."
      />
    </Panel>
  );
}

const columns: Column<AuditRow>[] = [
  { id: 'at', title: 'Time', width: '84px', value: (row) => row.at, cell: (row) => <span title={dateTime(row.at)}>{clock(row.at)}</span> },
  { id: 'who', title: 'Who', width: '84px', value: (row) => row.who, cell: (row) => row.who },
  { id: 'role', title: 'Role', width: '76px', wide: true, value: (row) => row.role, cell: (row) => row.role },
  { id: 'action', title: 'Action', width: '30%', value: (row) => row.action, cell: (row) => <span title={row.action}>{row.action}</span> },
  { id: 'target', title: 'Target', value: (row) => row.target, cell: (row) => <span title={row.target}>{row.target}</span> },
  { id: 'outcome', title: 'Outcome', width: '96px', value: (row) => row.outcome, cell: (row) => <StateMark tone={row.outcome < 400 ? 'good' : 'down'} text={String(row.outcome)} /> },
  {
    id: 'hash',
    title: 'Hash',
    width: '112px',
    wide: true,
    cell: (row) => (
      <span class="mono muted" title={row.hash}>
        {row.hash.slice(0, HashShown)}
      </span>
    ),
  },
];

const csv: readonly [string, (row: AuditRow) => string | number][] = [
  ['at', (row) => row.at],
  ['who', (row) => row.who],
  ['role', (row) => row.role],
  ['action', (row) => row.action],
  ['target', (row) => row.target],
  ['outcome', (row) => row.outcome],
  ['hash', (row) => row.hash],
];
