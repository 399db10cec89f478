/** What an operator does: a drill from start to stop, its incident acknowledged and shelved, a what-if beside the live network. */

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectContent, expectLocal, goTo, openPage, picture, signIn, startBrowser } from './support/browser';
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

it('a drill is previewed, confirmed by its word, and begins', async () => {
  await goTo(page, 'Incidents');
  await page.getByRole('form', { name: 'New drill' }).getByRole('combobox', { name: 'Node', exact: true }).fill('svalbard');
  await page.getByLabel(/How long/).fill('10:00');
  const start = page.getByRole('button', { name: /^Start the drill/ });
  expect(await start.getAttribute('aria-disabled')).toBe('true');
  await page.getByRole('button', { name: 'Preview', exact: true }).click();
  await page.locator('.preview').waitFor();
  const word = await page.locator('.field strong').innerText();
  await page.getByLabel(/to confirm/).fill(`${word}x`);
  expect(await start.getAttribute('aria-disabled')).toBe('true');
  await page.getByLabel(/to confirm/).fill(word);
  await picture(page, 'drill-preview');
  await start.click();
  await page.getByRole('button', { name: /^Stop drill/ }).waitFor();
  expect(await page.locator('.drill-row').innerText()).toMatch(/DRILL.*left/s);
});

it('its incident is a drill, and is acknowledged and shelved', async () => {
  const row = page.locator('.incident-row', { hasText: 'DRILL' }).first();
  await row.waitFor();
  await row.click();
  const id = await page.locator('.detail .panel-title').innerText();
  await page.getByText('DRILL: not a real fault').waitFor();
  await page.getByRole('button', { name: 'Acknowledge', exact: true }).click();
  await page.getByRole('tab', { name: /^Acknowledged 1/ }).waitFor();
  await page.getByRole('button', { name: /^Shelve/ }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByRole('button', { name: /^Shelve/ }).getAttribute('aria-disabled')).toBe('true');
  await dialog.getByLabel('Reason').fill('a drill of the browser test');
  await dialog.getByRole('button', { name: /^Shelve/ }).click();
  await page.getByRole('tab', { name: /^Shelved 1/ }).click();
  await page.locator('.incident-row', { hasText: id }).waitFor();
  await page.getByText('a drill of the browser test').waitFor();
  await picture(page, 'incident-shelved');
});

it('a comment and an owner are kept', async () => {
  await page.getByRole('button', { name: /^Assign/ }).click();
  await page.getByRole('dialog').getByLabel('To whom').fill('ana');
  await page.getByRole('dialog').getByRole('button', { name: 'Assign' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /^Comment/ }).click();
  await page.getByRole('dialog').getByLabel('Comment').fill('seen in time');
  await page.getByRole('dialog').getByRole('button', { name: 'Comment' }).click();
  await page.locator('.timeline', { hasText: 'seen in time' }).waitFor();
  await page.locator('.facts', { hasText: 'ana' }).first().waitFor();
});

it('the drill is marked on the overview', async () => {
  await goTo(page, 'Overview');
  await page.locator('.overview', { hasText: /drill/i }).waitFor();
  await picture(page, 'overview-drill');
});

it('all drills stop at once', async () => {
  await goTo(page, 'Incidents');
  await page.getByRole('button', { name: 'Stop all drills' }).click();
  await page.getByText('No drill runs.', { exact: true }).waitFor();
});

it('a what-if is laid beside what is', async () => {
  await goTo(page, 'Plan');
  await page.getByRole('form', { name: 'A change' }).getByRole('combobox', { name: 'Node', exact: true }).fill('svalbard');
  await page.getByRole('button', { name: 'Add the change' }).click();
  await page.getByText('1 change', { exact: true }).waitFor();
  await page.getByRole('button', { name: /^Run/ }).first().click();
  await page.getByRole('columnheader', { name: 'With changes' }).first().waitFor();
  await page.locator('.chart-caption', { hasText: 'On time, % of messages' }).waitFor();
  // What came stands beside what was foretold for the same time, and not for the whole of it.
  const came = page.getByRole('table').filter({ has: page.getByRole('columnheader', { name: /^Ended, first / }) });
  await came.getByRole('columnheader', { name: 'Really came' }).waitFor();
  const row = came.getByRole('row', { name: /^Lost/ }).getByRole('cell');
  expect((await row.allTextContents()).filter((text) => /^\d/.test(text))).toHaveLength(3);
  await picture(page, 'what-if');
});

it('all of that is in the audit log', async () => {
  await goTo(page, 'Access');
  await page.getByText('chain holds').waitFor();
  const log = page.getByRole('grid', { name: 'Audit log' });
  for (const action of ['ack', 'shelve', 'stop-all', 'whatif']) await log.getByText(action).first().waitFor();
});

it('stays on this machine and content', () => {
  expectLocal(watched);
  expectContent(watched);
});
