/**
 * What ten thousand satellites and twenty thousand links cost a page. The network is made up: this is about drawing. What does
 * not hang on how busy the machine is must hold; the rest is printed.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { build } from 'vite';
import { startMock } from '../dev/mock';
import type { MockServer } from '../dev/mock';
import { openPage, picture, startBrowser } from './support/browser';

const WarmUpMs = 3000;
const MeasuredMs = 6000;
const DrawCallsMax = 10;
const HeapMax = 64 << 20;
const BytesPerSecondMax = 50_000;

interface Stats {
  drawCalls: number;
  scriptP50Ms: number;
  frames: number;
}

let folder: string;
let server: MockServer;
let browser: Browser;
let page: Page;
let devtools: CDPSession;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ow-page-'));
  await build({ logLevel: 'error', build: { outDir: folder, emptyOutDir: true } });
  server = await startMock({ root: folder, planes: 100, perPlane: 100, sites: 200, streams: 40 });
  browser = await startBrowser();
  ({ page } = await openPage(browser, { viewport: { width: 800, height: 450 } }));
  await page.goto(server.url);
  await page.waitForFunction(() => (window as unknown as { __orbweaver: { stats(): Stats } }).__orbweaver.stats().frames > 3);
  devtools = await page.context().newCDPSession(page);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

function stats(): Promise<Stats> {
  return page.evaluate(() => (window as unknown as { __orbweaver: { stats(): Stats } }).__orbweaver.stats());
}

it('stays within its budget', async () => {
  await page.waitForTimeout(WarmUpMs);
  const [sent, before] = [server.sent(), await stats()];
  await page.waitForTimeout(MeasuredMs);
  const after = await stats();
  const bytesPerSecond = ((server.sent() - sent) / MeasuredMs) * 1000;
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  const frames = ((after.frames - before.frames) / MeasuredMs) * 1000;
  await picture(page, 'ten-thousand');
  console.log(
    `script p50 ${after.scriptP50Ms.toFixed(2)} ms a frame, ${frames.toFixed(1)} frames/s, ${after.drawCalls} draw calls, ` +
      `heap ${(usedSize / 1e6).toFixed(1)} MB, ${(bytesPerSecond / 1e3).toFixed(1)} kB/s`,
  );
  expect(after.frames).toBeGreaterThan(before.frames);
  expect(after.drawCalls).toBeLessThanOrEqual(DrawCallsMax);
  expect(usedSize).toBeLessThan(HeapMax);
  expect(bytesPerSecond).toBeLessThan(BytesPerSecondMax);
});
