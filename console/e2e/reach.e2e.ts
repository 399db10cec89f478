/** Without WebGL, and without a mouse. */

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectContent, openPage, picture, signIn, startBrowser } from './support/browser';
import { Program } from './support/program';

const NoWebgl = `
  const real = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
    return /webgl/.test(kind) ? null : real.call(this, kind, ...more);
  };
  OffscreenCanvas.prototype.getContext = () => null;`;

let program: Program;
let browser: Browser;

beforeAll(async () => {
  [program, browser] = await Promise.all([Program.up(), startBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await program?.end();
});

it('shows the map where there is no WebGL, and says so', async () => {
  const watched = await openPage(browser, { reducedMotion: 'reduce' }, NoWebgl);
  await signIn(watched.page, program.newAddress());
  await watched.page.getByText(/no WebGL/).first().waitFor();
  const drawn = await watched.page.locator('.overview canvas').first().evaluate((canvas: HTMLCanvasElement) => {
    const pixels = new Uint32Array(
      canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data.buffer,
    );
    return new Set(pixels).size;
  });
  expect(drawn).toBeGreaterThan(10);
  await picture(watched.page, 'no-webgl');
  expectContent(watched);
  await watched.page.context().close();
});

it('is worked with the keyboard alone', async () => {
  const { page } = await openPage(browser, { reducedMotion: 'reduce' });
  await signIn(page, program.newAddress());
  await page.keyboard.press('3');
  await page.getByRole('heading', { name: 'Topology' }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('plane=3');
  await page.keyboard.press('Escape');
  // From the filter into the first row, down, and open.
  await tabTo(page, 'tr');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.waitForFunction(() => document.activeElement?.matches('tr[aria-selected=true]'));
  const name = await page.evaluate(() => document.activeElement?.querySelectorAll('td')[1]?.textContent ?? '');
  expect(name).not.toBe('');
  await page.locator('.detail .panel-title', { hasText: name }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Overview' }).waitFor({ state: 'attached' });
  await page.waitForURL(new RegExp(`[?&]sel=sat:${name}(&|$)`));

  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.type('streams');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Streams' }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await picture(page, 'keys');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  // Letters are text while something is typed.
  await page.keyboard.press('/');
  await page.keyboard.type('4');
  await page.getByRole('heading', { name: 'Streams' }).waitFor();
  await page.context().close();
});

async function tabTo(page: import('playwright-core').Page, selector: string): Promise<void> {
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
  }
  throw new Error(`Tab does not come to ${selector}`);
}
