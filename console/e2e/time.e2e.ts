/** Time: the view is held, goes back into the recording, forward into the plan, and comes back to what is live. */

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectContent, goTo, openPage, picture, signIn, startBrowser } from './support/browser';
import type { Watched } from './support/browser';
import { Program } from './support/program';

let program: Program;
let browser: Browser;
let watched: Watched;
let page: Page;

beforeAll(async () => {
  [program, browser] = await Promise.all([Program.up(), startBrowser()]);
  watched = await openPage(browser, { reducedMotion: 'reduce' });
  page = watched.page;
  await signIn(page, program.newAddress());
});

afterAll(async () => {
  await browser?.close();
  await program?.end();
});

async function mode(word: string): Promise<void> {
  await page.locator('.badge.mode', { hasText: word }).waitFor();
}

it('Space holds the view and lets it go', async () => {
  await mode('LIVE');
  await page.locator('main').focus();
  await page.keyboard.press('Space');
  await mode('FROZEN');
  await page.getByText(/live moved/).waitFor();
  await page.keyboard.press('Escape');
  await mode('LIVE');
});

it('goes back into the recording and says so', async () => {
  // A recording of some seconds is needed to go back into it.
  await page.waitForTimeout(4000);
  await page.getByRole('slider').focus();
  await page.keyboard.press('ArrowLeft');
  await mode('REPLAY');
  await page.keyboard.press('ArrowLeft');
  await mode('REPLAY');
  await page.getByText('You look at the past').waitFor();
  await page.waitForURL(/[?&]t=\d{4}-/);
  for (const screen of ['Streams', 'Topology', 'Incidents']) {
    await goTo(page, screen);
    await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'));
    expect(await page.locator('[data-state=error]').count(), `${screen} of the past`).toBe(0);
  }
  await goTo(page, 'Overview');
  await picture(page, 'replay');
});

it('keeps the moment when the page is loaded again', async () => {
  await page.reload();
  await mode('REPLAY');
});

it('goes forward into the plan', async () => {
  await page.keyboard.press('Escape');
  await mode('LIVE');
  await page.getByRole('slider').focus();
  await page.keyboard.press('Shift+ArrowRight');
  await mode('PLAN');
  await page.getByText('You look at what is planned').waitFor();
  await picture(page, 'plan-time');
});

it('comes back to what is live', async () => {
  await page.locator('.timebar').getByRole('button', { name: 'Go live' }).click();
  await mode('LIVE');
  await page.waitForURL(/[?&]t=live/);
  expectContent(watched);
});

it('shows what was recorded before the last start, and comes back', async () => {
  await program.kill();
  await program.start();
  const next = await openPage(browser, { reducedMotion: 'reduce' });
  await signIn(next.page, program.newAddress());
  const choice = next.page.getByLabel('Recording', { exact: true });
  await choice.waitFor();
  const id = await choice.locator('option').nth(1).getAttribute('value');
  await choice.selectOption(id);
  await next.page.getByText('You look at an earlier recording of small').waitFor();
  await next.page.waitForURL(new RegExp(`[?&]rec=${id}`));
  await next.page.locator('.badge.mode', { hasText: 'RECORDING' }).waitFor();
  await picture(next.page, 'earlier-recording');
  await next.page.getByRole('button', { name: 'Leave it' }).click();
  await next.page.locator('.badge.mode', { hasText: 'LIVE' }).waitFor();
  expectContent(next);
  await next.page.close();
});
