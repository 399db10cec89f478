/** What an operator asks of one thing: a stream beside before and hop by hop, a node's past, two what-ifs, some incidents. */

import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeFindings, expectContent, goTo, openPage, picture, signIn, startBrowser } from './support/browser';
import type { Watched } from './support/browser';
import { Program } from './support/program';

/** Faster than time, so that two minutes of history are soon there; not so fast that a busy machine falls behind. */
const Speed = '5';
const HistoryMs = 90_000;
/** What-ifs run at the lowest priority: on a machine that is busy with others they take their time. */
const WhatIfMs = 150_000;
let program: Program;
let browser: Browser;
let watched: Watched;
let page: Page;

beforeAll(async () => {
  [program, browser] = await Promise.all([Program.up('small', '--speed', Speed), startBrowser()]);
  watched = await openPage(browser, { reducedMotion: 'reduce', viewport: { width: 1440, height: 900 } });
  ({ page } = watched);
  await signIn(page, program.newAddress());
});

afterAll(async () => {
  await browser?.close();
  await program?.end();
});

it('no incident is said as what it is, and a filter is kept', async () => {
  const panel = page.locator('.incident-panel');
  await panel.getByText(/^No incidents since \d\d:\d\d\.$/).waitFor();
  await panel.getByRole('button', { name: 'Filter' }).click();
  await panel.getByRole('button', { name: 'drill' }).click();
  await panel.getByRole('button', { name: 'Filtered' }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await panel.getByRole('button', { name: 'drill' }).click();
  await panel.getByRole('button', { name: 'Filter', exact: true }).waitFor();
});

it('colours by plane and by owner say what they name', async () => {
  const key = page.getByRole('list', { name: 'Shapes and colours' });
  await page.getByLabel('Colour by').selectOption('plane');
  await key.getByText('plane 0').waitFor();
  await key.getByText('plane 5').waitFor();
  await page.getByLabel('Colour by').selectOption('owner');
  await key.getByText('reference-66').waitFor();
});

it('a message is followed hop by hop', async () => {
  await goTo(page, 'Streams');
  await page.getByRole('grid', { name: 'Streams' }).getByRole('row').nth(2).click();
  await page.getByRole('button', { name: 'Trace packet' }).click();
  await page.locator('.trace-head', { hasText: /came\s+after/ }).waitFor();
  const ends = await page.locator('.trace tbody tr').evaluateAll((rows) =>
    rows.map((row) => [row.querySelector('th')!.textContent, row.querySelector('td')!.textContent]),
  );
  expect(ends.length).toBeGreaterThan(1);
  for (let i = 1; i < ends.length; i++) expect(ends[i]![0]).toBe(ends[i - 1]![1]);
  const title = await page.locator('.detail .panel-title').textContent();
  expect(title).toContain(`${ends[0]![0]} → ${ends.at(-1)![1]}`);
});

it('a stream stands beside itself before, or says that the recording is younger', async () => {
  await page.getByRole('button', { name: 'Compare' }).click();
  await page.getByText(/^Recorded since/).waitFor({ timeout: HistoryMs });
  await page.getByRole('columnheader', { name: 'Difference' }).waitFor();
  await page.locator('.hist-before').waitFor();
  await picture(page, 'stream-asked');
  expect(await axeFindings(page)).toEqual([]);
}, 2 * HistoryMs);

it('a node leads to the streams through it and to its past', async () => {
  await page.locator('.trace tbody th .link').first().click();
  await goTo(page, 'Topology');
  await page.getByRole('button', { name: 'History' }).click();
  await page.getByText(/^Nothing since .*, when the recording begins\.$/).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  const name = await page.locator('.detail .panel-title').textContent();
  await page.getByRole('button', { name: 'Streams through' }).click();
  await page.getByRole('heading', { name: 'Streams' }).waitFor();
  expect(await page.getByRole('searchbox').inputValue()).toBe(`via=${name}`);
  await page.getByText(/^[1-9]\d* of [1-9]\d* streams$/).waitFor();
});

it('two what-ifs stand beside each other, in the address too, and one is saved', async () => {
  await goTo(page, 'Plan');
  for (const [id, node] of [['WI-1', 'svalbard'], ['WI-2', 'P02-S03']] as const) {
    await page.getByRole('form', { name: 'A change' }).getByRole('combobox', { name: 'Node', exact: true }).fill(node);
    await page.getByRole('button', { name: 'Add the change' }).click();
    await page.getByRole('button', { name: /^Run/ }).first().click();
    await page.locator('.run-list li', { hasText: id }).getByText('done').waitFor({ timeout: WhatIfMs });
  }
  await page.getByLabel('Compare with').selectOption('WI-1');
  await page.getByRole('columnheader', { name: 'WI-2 against WI-1' }).waitFor();
  await page.waitForFunction(() => location.search.includes('run=WI-2,WI-1'));
  await picture(page, 'what-if-beside');
  expect(await axeFindings(page)).toEqual([]);
  await page.reload();
  await page.getByRole('columnheader', { name: 'WI-2 against WI-1' }).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('WI-2.csv');
  expect(await readFile(await download.path(), 'utf8')).toMatch(/^stream,name,base_on_time_share,.*\r\nall,,/);
}, 3 * WhatIfMs);

it('a weak spot says what time it goes to', async () => {
  await page.getByLabel('Compare with').selectOption('');
  await page.locator('.run-list button', { hasText: 'svalbard' }).click();
  await page.getByRole('button', { name: /^Show at \d\d:\d\d:\d\d: .* on the globe$/ }).first().click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor({ state: 'attached' });
  await page.locator('.badge', { hasText: /PLAN|REPLAY/ }).waitFor();
});

it('is content', () => expectContent(watched));
