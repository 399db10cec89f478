/** Access: who you are and what you may do, sessions, tokens for others, and the log of all that was done. */

import type { JSX } from 'preact';
import { about, reasonNot } from '../model/store';
import { Panel } from '../ui/panel';
import { StateMark } from '../ui/marks';
import { Facts } from '../ui/tools';
import type { Role } from '../wire/types';
import { Audit } from './access/audit';
import { Sessions } from './access/sessions';

const Rights: readonly [string, Role][] = [
  ['See everything, replay, preview drills', 'viewer'],
  ['Acknowledge, shelve, assign, comment, close; run what-ifs', 'operator'],
  ['Start and stop drills', 'drill lead'],
  ['Give tokens, end sessions, read the audit log', 'admin'],
];

export function Access(): JSX.Element {
  return (
    <div class="screen access-screen">
      <div class="stack">
        <You />
        <Sessions />
      </div>
      <Audit />
    </div>
  );
}

function You(): JSX.Element {
  const known = about.value;
  return (
    <Panel title="You" state={known ? 'ready' : 'loading'}>
      <div class="detail-flow">
        <Facts
          facts={[
            ['Name', known?.user?.name ?? 'nobody'],
            ['Role', known?.user?.role ?? 'viewer'],
            ['Server', `${known?.product ?? ''} ${known?.version ?? ''}`],
            ['Network', `${known?.network ?? ''}${known?.mode === 'recording' ? ' (a recording)' : ''}`],
          ]}
        />
        <div class="cell">
          <h3 class="cell-title">What you may do</h3>
          <ul class="rights">
            {Rights.map(([text, role]) => {
              const missing = reasonNot(role);
              return (
                <li key={role} title={missing ?? undefined}>
                  <StateMark tone={missing ? 'idle' : 'good'} text={missing ? `not: ${text}` : text} />
                  <span class="muted"> ({role})</span>
                </li>
              );
            })}
          </ul>
        </div>
      </div>
    </Panel>
  );
}
