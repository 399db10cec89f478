/** Every screen in both themes: it opens, nothing covers its panels, axe finds nothing, and nothing leaves the machine. */

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings, coveredPanels, expectContent, expectLocal, goTo, openPage, picture, signIn, startBrowser } from './support/browser';
import type { Watched } from './support/browser';
import { Program } from './support/program';

const Screens = ['Overview', 'Streams', 'Topology', 'Incidents', 'Plan', 'Access'];
/** Colours of a canvas that is drawn; one that is not has one or two. */
const ColoursMin = 20;

let program: Program;
let browser: Browser;

beforeAll(async () => {
  [program, browser] = await Promise.all([Program.up(), startBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await program?.end();
});

describe.each(['dark', 'light'] as const)('in the %s theme', (colorScheme) => {
  let watched: Watched;

  beforeAll(async () => {
    watched = await openPage(browser, { colorScheme, reducedMotion: 'reduce' });
    await signIn(watched.page, program.newAddress());
  });

  afterAll(async () => {
    await watched?.page.context().close();
  });

  it.each(Screens)('%s opens whole', async (name) => {
    const { page } = watched;
    await goTo(page, name);
    await settled(watched);
    if (name === 'Overview') expect(await canvasColours(watched)).toBeGreaterThan(ColoursMin);
    expect(await coveredPanels(page)).toEqual([]);
    await picture(page, `${name.toLowerCase()}-${colorScheme}`);
    expect(await axeFindings(page)).toEqual([]);
  });

  it('a satellite, a link and a stream open in detail', async () => {
    const { page } = watched;
    await goTo(page, 'Topology');
    await page.getByRole('grid', { name: 'Satellites' }).getByRole('row').nth(3).click();
    await page.getByText('Links of the next 90 min').waitFor();
    await detail(watched, `satellite-${colorScheme}`);
    await page.getByRole('tab', { name: /^Links/ }).click();
    await page.getByRole('grid', { name: 'Links', exact: true }).getByRole('row').nth(2).click();
    await page.getByText('Why it is so').waitFor();
    await detail(watched, `link-${colorScheme}`);
    await goTo(page, 'Streams');
    await page.getByRole('grid', { name: 'Streams' }).getByRole('row').nth(1).click();
    await page.getByText('Where the time goes').waitFor();
    await detail(watched, `stream-${colorScheme}`);
  });

  it('asks this machine alone and is content with its policy', () => {
    expectLocal(watched);
    expectContent(watched);
  });
});

it('fits a narrow screen', async () => {
  const watched = await openPage(browser, { viewport: { width: 390, height: 800 }, reducedMotion: 'reduce' });
  await signIn(watched.page, program.newAddress());
  for (const name of Screens) {
    await goTo(watched.page, name);
    await settled(watched);
    await picture(watched.page, `${name.toLowerCase()}-narrow`);
    const wide = await watched.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide, `${name} is wider than the window`).toBeLessThanOrEqual(0);
  }
  await watched.page.context().close();
});

async function detail(watched: Watched, name: string): Promise<void> {
  await settled(watched);
  expect(await coveredPanels(watched.page)).toEqual([]);
  await picture(watched.page, name);
  expect(await axeFindings(watched.page)).toEqual([]);
}

/** Nothing loads any more. */
async function settled({ page }: Watched): Promise<void> {
  await page.locator('.panel').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true], .skeleton'));
  await page.waitForFunction(() => !document.querySelector('[data-state=error]'));
}

/** How many colours the picture of the globe has. */
async function canvasColours({ page }: Watched): Promise<number> {
  const canvas = page.locator('.overview canvas').first();
  await canvas.waitFor();
  await page.waitForFunction(() => (window as unknown as { __orbweaver: { stats(): { frames: number } } }).__orbweaver.stats().frames > 5);
  const png = (await canvas.screenshot()).toString('base64');
  // Decoded by the browser: what counts is what is seen, not what a context that was cleared still holds.
  return page.evaluate(async (data) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const copy = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
    copy.drawImage(image, 0, 0);
    const pixels = new Uint32Array(copy.getImageData(0, 0, image.width, image.height).data.buffer);
    return new Set(pixels).size;
  }, png);
}
