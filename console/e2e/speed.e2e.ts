/**
 * What ten thousand satellites and twenty thousand links cost a page, of a network that is up. What does not hang on how busy
 * the machine is must hold; the rest is printed.
 */

import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPage, picture, startBrowser } from './support/browser';
import { Program } from './support/program';

const WarmUpMs = 3000;
const MeasuredMs = 6000;
const DrawCallsMax = 10;
const HeapMax = 64 << 20;
const BytesPerSecondMax = 50_000;

interface Stats {
  drawCalls: number;
  scriptP50Ms: number;
  frames: number;
  nodes: number;
  links: number;
  received: { bytes: number };
}

let network: Program;
let browser: Browser;
let page: Page;
let devtools: CDPSession;

beforeAll(async () => {
  network = await Program.up('grid-10000');
  browser = await startBrowser();
  ({ page } = await openPage(browser, { viewport: { width: 1280, height: 720 } }));
  await page.goto(network.newAddress());
  await page.waitForFunction(() => (window as unknown as { __orbweaver: { stats(): Stats } }).__orbweaver.stats().frames > 3);
  devtools = await page.context().newCDPSession(page);
});

afterAll(async () => {
  await browser?.close();
  await network?.end();
});

function stats(): Promise<Stats> {
  return page.evaluate(() => (window as unknown as { __orbweaver: { stats(): Stats } }).__orbweaver.stats());
}

it('stays within its budget', async () => {
  await page.waitForTimeout(WarmUpMs);
  const before = await stats();
  await page.waitForTimeout(MeasuredMs);
  const after = await stats();
  const bytesPerSecond = ((after.received.bytes - before.received.bytes) / MeasuredMs) * 1000;
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  const frames = ((after.frames - before.frames) / MeasuredMs) * 1000;
  await picture(page, 'ten-thousand');
  console.log(
    `script p50 ${after.scriptP50Ms.toFixed(2)} ms a frame, ${frames.toFixed(1)} frames/s, ${after.drawCalls} draw calls, ` +
      `heap ${(usedSize / 1e6).toFixed(1)} MB, ${(bytesPerSecond / 1e3).toFixed(1)} kB/s`,
  );
  expect(after.nodes).toBeGreaterThan(10_000);
  expect(after.links).toBeGreaterThan(20_000);
  expect(after.frames).toBeGreaterThan(before.frames);
  expect(after.drawCalls).toBeLessThanOrEqual(DrawCallsMax);
  expect(usedSize).toBeLessThan(HeapMax);
  expect(bytesPerSecond).toBeLessThan(BytesPerSecondMax);
});
