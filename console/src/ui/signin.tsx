/** Signing in with a token of the program: the page has no passwords. */

import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { signIn } from '../model/session';
import { Button } from './button';

export function SignIn(): JSX.Element {
  const [token, setToken] = useState('');
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const submit = async (): Promise<void> => {
    // A whole address that was pasted has the token at its end.
    const text = token.trim().replace(/^.*#token=/, '');
    if (!text) {
      setWrong('Paste a token first.');
      return;
    }
    setBusy(true);
    setWrong(await signIn(text));
    setBusy(false);
  };
  return (
    <main class="centre">
      <form
        class="panel signin"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <h1>Orbweaver console</h1>
        <p class="muted">
          Sign in with a token. On the machine where the network runs, this prints one that is good once and for ten
          minutes:
        </p>
        <pre class="code">orbweaver token</pre>
        <p class="muted">With --role operator, or another role, it is for more than looking.</p>
        <label class="field">
          <span>Token</span>
          <input
            class="input mono"
            value={token}
            autocomplete="off"
            spellcheck={false}
            aria-invalid={wrong !== null}
            aria-describedby="signin-wrong"
            onInput={(event) => setToken(event.currentTarget.value)}
          />
        </label>
        <p id="signin-wrong" class="tone-down" role="alert">
          {wrong}
        </p>
        <Button tone="primary" busy={busy} onClick={() => void submit()}>
          Sign in
        </Button>
      </form>
    </main>
  );
}
