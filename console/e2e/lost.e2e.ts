/** A server that dies and comes back. */

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { goTo, openPage, picture, signIn, startBrowser } from './support/browser';
import { Program } from './support/program';

let program: Program;
let browser: Browser;

beforeAll(async () => {
  [program, browser] = await Promise.all([Program.up(), startBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await program?.end();
});

it('says since when there is no data, turns commands off, and is live again when it can', async () => {
  const { page } = await openPage(browser, { reducedMotion: 'reduce' });
  await signIn(page, program.newAddress());
  // What other screens need is fetched soon after the start; later there is nobody to fetch it from.
  await page.waitForFunction(() => performance.getEntriesByType('resource').some((entry) => /incidents-/.test(entry.name)));
  await program.kill();
  await page.getByText(/No data since \d\d:\d\d:\d\d/).waitFor();
  await page.locator('.badge', { hasText: 'NO DATA' }).waitFor();
  await picture(page, 'lost');
  await goTo(page, 'Incidents');
  const start = page.getByRole('button', { name: /^Start the drill/ });
  await start.waitFor();
  expect(await start.getAttribute('aria-disabled')).toBe('true');

  await program.start();
  // Sessions went with the server, so it asks who one is, and takes a new token.
  await page.getByRole('textbox').first().waitFor();
  await page.getByText(/orbweaver token/).first().waitFor();
  await signIn(page, program.newAddress());
  await page.getByText(/No data since/).waitFor({ state: 'detached' });
});
