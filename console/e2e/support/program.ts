/** The program that is tested: the real one, on loopback ports that the system chooses, in folders that go with it. */

import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const UpMs = 90_000;
const Address = /http:\/\/127\.0\.0\.1:(\d+)\/#token=(\S+)/;

/** The command and its first arguments: what the build made, or else what builds it. */
function program(): [string, string[]] {
  const built = process.env.ORBWEAVER_PROGRAM;
  return built ? [process.env.ORBWEAVER_DOTNET ?? 'dotnet', [built]] : ['../orbweaver', []];
}

export class Program {
  private child: ChildProcess | null = null;
  private said = '';
  port = 0;

  private constructor(
    private readonly folder: string,
    private readonly args: string[],
  ) {}

  /** Brings a network up and waits for the address of its page. */
  static async up(scenario = 'small', ...options: string[]): Promise<Program> {
    const folder = await mkdtemp(join(tmpdir(), 'ow-e2e-'));
    const args = ['up', scenario, '--control', join(folder, 'up.sock'), '--history', join(folder, 'history'), ...options];
    const started = new Program(folder, args);
    await started.start('0');
    return started;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  /** Starts it, with a port or with the one it had. */
  async start(port = String(this.port)): Promise<void> {
    const [command, first] = program();
    this.said = '';
    const child = spawn(command, [...first, ...this.args, '--http', port], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`It did not come up in time:\n${this.said}`)), UpMs);
      const hear = (text: Buffer): void => {
        this.said += String(text);
        const found = Address.exec(this.said);
        if (!found) return;
        this.port = Number(found[1]);
        clearTimeout(timer);
        resolve();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.on('error', reject);
      child.on('exit', (code) => reject(new Error(`It ended with ${code}:\n${this.said}`)));
    });
  }

  /** Another address with a token, good once. */
  newAddress(role = 'admin'): string {
    const [command, first] = program();
    const asked = spawnSync(command, [...first, 'token', '--role', role, '--control', join(this.folder, 'up.sock')], {
      encoding: 'utf8',
    });
    const token = /#token=(\S+)/.exec(asked.stdout)?.[1];
    if (!token) throw new Error(`No token: ${asked.stdout}${asked.stderr}`);
    return `${this.url}#token=${token}`;
  }

  /** Ends it at once, as a crash does. */
  async kill(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGKILL');
    await ended;
  }

  async end(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}
