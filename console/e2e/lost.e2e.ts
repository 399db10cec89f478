/** A server that dies and comes back. */

import type { Browser, WebSocketRoute } from 'playwright-core';
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

it('asks to be loaded again when the server has become another', async () => {
  const { page } = await openPage(browser, { reducedMotion: 'reduce' });
  const sockets: WebSocketRoute[] = [];
  await page.routeWebSocket(/\/live$/, (socket) => {
    socket.connectToServer();
    sockets.push(socket);
  });
  await signIn(page, program.newAddress());
  await page.route('**/api/v1/about', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), version: '99.0' } });
  });
  await sockets[0]!.close();
  await page.getByText(/^The server is 99\.0 now, this page belongs to /).waitFor();
  await page.getByRole('button', { name: 'Reload' }).waitFor();
});

it('turns commands off when nothing comes, though the connection stands', async () => {
  const { page } = await openPage(browser, { reducedMotion: 'reduce' });
  await page.routeWebSocket(/\/live$/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      if (!isDeaf) socket.send(message);
    });
  });
  let isDeaf = false;
  await signIn(page, program.newAddress());
  await goTo(page, 'Incidents');
  const stop = page.getByRole('button', { name: /^Stop all drills/ });
  await stop.waitFor();
  isDeaf = true;
  await page.getByText(/No data since \d\d:\d\d:\d\d/).waitFor();
  expect(await stop.getAttribute('title')).toBe('There is no connection to the server.');
  await goTo(page, 'Overview');
  await page.locator('.incident-panel .stale-note').waitFor();
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
