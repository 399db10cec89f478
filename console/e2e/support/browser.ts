/** A browser with a fresh profile, and pages that write down whatever they ask for and complain of. */

import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';

const Flags = [
  '--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist', '--disable-quic',
  '--no-first-run', '--disable-background-networking', '--enable-precise-memory-info',
];
/** On a machine that is busy with other tests too. */
const PatienceMs = 20_000;
const Artifacts = process.env.ORBWEAVER_ARTIFACTS ?? '../.build/console-e2e';

export async function startBrowser(): Promise<Browser> {
  const known = [process.env.ORBWEAVER_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'];
  const executablePath = known.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error('No Chromium: apt install chromium, or name one in ORBWEAVER_CHROMIUM.');
  return chromium.launch({ executablePath, args: Flags });
}

/** What a page did that a test may ask about afterwards. */
export interface Watched {
  page: Page;
  requests: string[];
  /** Errors, and what the content security policy stopped. */
  complaints: string[];
}

export async function openPage(browser: Browser, options: BrowserContextOptions = {}, script?: string): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, colorScheme: 'dark', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PatienceMs);
  const watched: Watched = { page, requests: [], complaints: [] };
  page.on('request', (request) => watched.requests.push(request.url()));
  page.on('websocket', (socket) => watched.requests.push(socket.url()));
  page.on('pageerror', (error) => watched.complaints.push(error.stack ?? String(error)));
  page.on('console', (message) => {
    // A browser says so of every answer that is not 2xx; what the page makes of it is tested.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      watched.complaints.push(message.text());
    }
  });
  await page.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', (event) =>
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`),
    ),
  );
  if (script) await page.addInitScript(script);
  return watched;
}

/** Signs in by the address that the program printed, and waits until the page is live. */
export async function signIn(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('navigation').waitFor();
  await page.locator('.badge, .mode').filter({ hasText: 'LIVE' }).first().waitFor();
}

export async function goTo(page: Page, screen: string): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: new RegExp(`^${screen}`) }).or(
    page.getByRole('navigation').getByRole('link', { name: new RegExp(`^${screen}`) }),
  ).or(page.getByRole('tab', { name: new RegExp(`^${screen}`) })).first().click();
}

/** All that was asked for is on this machine. */
export function expectLocal({ requests }: Watched): void {
  expect(requests.length).toBeGreaterThan(3);
  const outside = requests.filter((url) => !/^(https?|wss?):\/\/127\.0\.0\.1:\d+\/|^(data|blob):/.test(url));
  expect(outside).toEqual([]);
}

export function expectContent({ complaints }: Watched): void {
  expect(complaints).toEqual([]);
}

let axe: string | null = null;

interface AxeResult {
  violations: { id: string; nodes: { target: unknown[]; failureSummary?: string }[] }[];
}

/** Everything that axe finds, one line each. */
export async function axeFindings(page: Page): Promise<string[]> {
  axe ??= await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(axe);
  const result = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as AxeResult;
  return result.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
  );
}

/** A picture for people, outside the sources. */
export async function picture(page: Page, name: string): Promise<void> {
  await mkdir(Artifacts, { recursive: true });
  await page.screenshot({ path: join(Artifacts, `${name}.png`) });
}

/** The panels whose centre is covered by something that is not theirs. */
export async function coveredPanels(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const covered: string[] = [];
    for (const panel of document.querySelectorAll('.panel')) {
      const box = panel.getBoundingClientRect();
      const x = box.left + box.width / 2;
      const y = box.top + box.height / 2;
      if (box.width === 0 || x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue;
      // A panel in a column that scrolls may be out of sight below its edge.
      const column = panel.parentElement?.getBoundingClientRect();
      if (column && (y > column.bottom || y < column.top)) continue;
      const there = document.elementFromPoint(x, y);
      if (!there || !panel.contains(there)) {
        covered.push(`${panel.querySelector('.panel-title')?.textContent} by ${there?.outerHTML.slice(0, 120)}`);
      }
    }
    return covered;
  });
}
