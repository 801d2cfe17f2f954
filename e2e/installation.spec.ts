import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import type browser from 'webextension-polyfill';
import { launchChromium } from '../tools/launch-chromium.ts';
import { builtExtension } from '../tools/launch-extension.ts';
import { readLayer } from '../tools/shadow-badges.ts';
import { type PageServer, startPageServer } from './page-server.ts';
import { upConvolved } from './pictures.ts';

/** The extension's own global, inside functions that run in its service worker. */
declare const chrome: typeof browser;

let server: PageServer;
/** A browser of its own for each test: no other could go on after the extension was installed anew. */
let context: BrowserContext;
/** A page that is open before the extension comes, and what its console says. */
let page: Page;
let complaints: string[];

test.beforeEach(async () => {
  server = await startPageServer();
  server.addPicture('generated.png', await upConvolved(1));
  context = await launchChromium({ headless: true, args: ['--enable-unsafe-extension-debugging'] });
  page = await context.newPage();
  complaints = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(server.addPage('/', '<img src="/open/generated.png" width="320" height="320">'));
});

test.afterEach(async () => {
  await context.close();
  server.close();
});

/** Installs the built extension, or updates it where it is installed. */
async function install(): Promise<void> {
  const session = await context.browser()?.newBrowserCDPSession();
  // Newer than Playwright's types.
  const send = session?.send.bind(session) as (name: string, options: object) => Promise<unknown>;
  await send('Extensions.loadUnpacked', { path: builtExtension() });
}

const expectBadge = (): Promise<void> =>
  expect.poll(async () => (await readLayer(page))?.flagged.length, { timeout: 20_000 }).toBe(1);

const markLayer = (): Promise<void> =>
  page.evaluate(() => document.querySelector('[data-falloff]')?.setAttribute('class', 'old'));

test('a page that is open already is watched at once, after an update by the new version alone', async () => {
  await install();
  await expectBadge();
  await markLayer();
  await install();
  await expect(page.locator('.old')).toHaveCount(0);
  await expectBadge();
  await expect(page.locator('[data-falloff]')).toHaveCount(1);
  expect(complaints).toEqual([]);
});

test('what was shown before takes itself away quietly when the extension goes', async () => {
  const [worker] = await Promise.all([context.waitForEvent('serviceworker'), install()]);
  await expectBadge();
  await markLayer();
  await worker.evaluate(() => chrome.management.uninstallSelf()).catch(() => {});
  await expect(page.locator('.old')).toHaveCount(0);
  await page.mouse.click(20, 20);
  // All that it would have gone by: a picture that comes, loads, is seen; frames, and spare time.
  await page.evaluate(async () => {
    const image = new Image(320, 320);
    image.src = '/open/generated.png?again';
    document.body.append(image);
    await image.decode();
    await new Promise((resolve) => new IntersectionObserver(resolve).observe(image));
    for (const _ of [1, 2, 3]) await new Promise(requestAnimationFrame);
    await new Promise((resolve) => requestIdleCallback(resolve));
  });
  await expect(page.locator('.old')).toHaveCount(0);
  expect(complaints).toEqual([]);
});
