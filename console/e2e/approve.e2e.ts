/** Where nobody starts a drill alone: one proposes it, and another drill lead starts it. */

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectContent, goTo, openPage, picture, signIn, startBrowser } from './support/browser';
import type { Watched } from './support/browser';
import { Program } from './support/program';

let program: Program;
let browser: Browser;
let one: Watched;
let other: Watched;

beforeAll(async () => {
  [program, browser] = await Promise.all([Program.up('small', '--two-person-drills'), startBrowser()]);
  one = await openPage(browser, { reducedMotion: 'reduce' });
  await signIn(one.page, program.newAddress('admin'));
  other = await openPage(browser, { reducedMotion: 'reduce' });
  await signIn(other.page, program.newAddress('drill lead'));
});

afterAll(async () => {
  await browser?.close();
  await program?.end();
});

it('one proposes a drill, and cannot approve it', async () => {
  const { page } = one;
  await goTo(page, 'Incidents');
  await page.getByRole('form', { name: 'New drill' }).getByRole('combobox', { name: 'Node', exact: true }).fill('svalbard');
  await page.getByRole('button', { name: 'Preview', exact: true }).click();
  await page.getByLabel(/to confirm/).fill(await page.locator('.field strong').innerText());
  await page.getByRole('button', { name: /^Propose the drill/ }).click();
  const approve = page.getByRole('button', { name: /^Approve proposal 1/ });
  await approve.waitFor();
  expect(await approve.getAttribute('aria-disabled')).toBe('true');
  await picture(page, 'drill-proposed');
});

it('another approves it, and it runs', async () => {
  const { page } = other;
  await goTo(page, 'Incidents');
  await page.getByRole('button', { name: /^Approve proposal 1/ }).click();
  await page.getByRole('button', { name: /^Stop drill/ }).waitFor();
  await page.getByText('approved by drill lead').first().waitFor();
  expectContent(one);
  expectContent(other);
});
