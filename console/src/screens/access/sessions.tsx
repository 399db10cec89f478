/** Who is signed in, and tokens for those who are to be. */

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { clock, dateTime } from '../../model/format';
import { reasonNot } from '../../model/store';
import { useApi, usePost } from '../../model/use-api';
import { Button } from '../../ui/button';
import { Panel } from '../../ui/panel';
import { DataTable } from '../../ui/table';
import { Choice } from '../../ui/tools';
import type { Page, Role, SessionRow } from '../../wire/types';

const NameMax = 40;
const RoleChoices: readonly { value: Role; text: string }[] = [
  { value: 'viewer', text: 'viewer' },
  { value: 'operator', text: 'operator' },
  { value: 'drill lead', text: 'drill lead' },
  { value: 'admin', text: 'admin' },
];

export function Sessions(): JSX.Element {
  const missing = reasonNot('admin');
  const sessions = useApi<Page<SessionRow>>(missing ? null : 'sessions', {}, { everyMs: 5000, at: false });
  const { busy, run } = usePost<unknown>();
  const rows = sessions.data?.items ?? [];
  const revoke = async (row: SessionRow): Promise<void> => {
    const sent = await run(`sessions/${row.id}/revoke`, {}, `${row.name} is signed out.`);
    if (sent.ok) sessions.retry();
  };
  return (
    <Panel
      title="Sessions"
      class="grow"
      state={missing ? 'empty' : sessions.status}
      problem={sessions.problem}
      asOf={sessions.sinceMs}
      onRetry={sessions.retry}
      empty={missing ?? 'Nobody is signed in.'}
    >
      <div class="detail-flow">
        <NewToken onGiven={sessions.retry} />
        <DataTable
          caption="Sessions"
          columns={[
            {
              id: 'name', title: 'Name', value: (row) => row.name,
              cell: (row) => <span title={row.name}>{row.mine ? `${row.name} (you)` : row.name}</span>,
            },
            { id: 'role', title: 'Role', width: '88px', value: (row) => row.role, cell: (row) => row.role },
            { id: 'since', title: 'Since', width: '76px', wide: true, value: (row) => row.since, cell: (row) => <span title={dateTime(row.since)}>{clock(row.since)}</span> },
            { id: 'seen', title: 'Last seen', width: '80px', value: (row) => row.lastSeen, cell: (row) => clock(row.lastSeen) },
            {
              id: 'end',
              title: <span class="sr-only">End</span>,
              width: '84px',
              cell: (row) => (
                <Button small needs="admin" busy={busy} label={`Sign out ${row.name}`} onClick={() => void revoke(row)}>
                  Sign out
                </Button>
              ),
            },
          ]}
          rows={rows}
          rowKey={(row) => row.id}
          rowHeight={34}
          height="auto"
        />
      </div>
    </Panel>
  );
}

interface Token {
  /** The page that takes it. */
  address: string;
}

function NewToken({ onGiven }: { onGiven: () => void }): JSX.Element {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [given, setGiven] = useState<string | null>(null);
  const { busy, run } = usePost<Token>();
  const give = async (): Promise<void> => {
    const sent = await run('sessions/tokens', { name: name.trim(), role });
    if (!sent.ok) return;
    setGiven(sent.value.address);
    setName('');
    onGiven();
  };
  return (
    <form
      class="token-form"
      aria-label="New token"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) void give();
      }}
    >
      <label class="field">
        <span>A token for</span>
        <input
          class="input"
          value={name}
          maxLength={NameMax}
          autocomplete="off"
          placeholder="name"
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <Choice label="as" value={role} options={RoleChoices} onChange={setRole} />
      <Button needs="admin" busy={busy} disabled={!name.trim()} why="Write a name." onClick={() => void give()}>
        Give a token
      </Button>
      {given && (
        <label class="field all">
          <span>Good once, for ten minutes, and not shown again</span>
          <input class="input mono" readOnly value={given} onFocus={(event) => event.currentTarget.select()} />
        </label>
      )}
    </form>
  );
}
