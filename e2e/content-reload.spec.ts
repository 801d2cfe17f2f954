import { expect, test } from '@playwright/test';
import type browser from 'webextension-polyfill';
import { launchExtension } from '../tools/launch-extension.ts';
import { readLayer } from '../tools/shadow-badges.ts';
import { startPageServer } from './page-server.ts';
import { upConvolved } from './pictures.ts';

/** The extension's own global, inside functions that run in its service worker. */
declare const chrome: typeof browser;

/** Has a browser of its own: no other test could go on after the extension was reloaded. */
test('what was shown before a reload of the extension takes itself away quietly', async () => {
  const server = await startPageServer();
  const { context, serviceWorker } = await launchExtension({ headless: true });
  try {
    server.addPicture('generated.png', await upConvolved(1));
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(server.addPage('/', '<img src="/open/generated.png" width="320" height="320">'));
    await expect.poll(async () => (await readLayer(page))?.flagged.length, { timeout: 20_000 }).toBe(1);

    await page.evaluate(() => document.querySelector('[data-falloff]')?.setAttribute('class', 'old'));
    await serviceWorker.evaluate(() => chrome.runtime.reload()).catch(() => {});
    await expect.poll(() => page.locator('.old').count()).toBe(0);
    await page.evaluate(() => document.body.append(document.images[0]?.cloneNode() ?? ''));
    await page.mouse.click(20, 20);
    await page.waitForTimeout(1000);
    expect(await page.locator('.old').count()).toBe(0);
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
    server.close();
  }
});
