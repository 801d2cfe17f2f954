import { expect, type Page, test } from '@playwright/test';
import type browser from 'webextension-polyfill';
import { type ExtensionBrowser, launchExtension } from '../tools/launch-extension.ts';
import { type PageServer, startPageServer } from './page-server.ts';
import { upConvolved } from './pictures.ts';
import { tabIdOf } from './tab-id-of.ts';

/** The extension's own global, inside functions that run in its service worker. */
declare const chrome: typeof browser;

let server: PageServer;
let extension: ExtensionBrowser;
let page: Page;

test.beforeAll(async () => {
  server = await startPageServer();
  server.addPicture('generated.png', await upConvolved(1));
  // Playwright commonly does without the cache that readers have.
  extension = await launchExtension({ headless: true, without: ['--disable-back-forward-cache'] });
  page = await extension.context.newPage();
});
test.afterAll(async () => {
  await extension.context.close();
  server.close();
});

test('a page that comes back brings its count and its pictures back', async () => {
  const { context, serviceWorker, extensionId } = extension;
  const gallery = server.addPage('/gallery', '<img src="/open/generated.png" width="320" height="320">');
  const bare = server.addPage('/bare', '<p>Words only</p>');
  await page.goto(gallery);
  const tabId = await tabIdOf(serviceWorker, page);
  const inspector = await context.newPage();
  await inspector.goto(`chrome-extension://${extensionId}/src/popup/index.html?tab=${tabId}`);
  await page.bringToFront();

  const expectPictures = async (count: number): Promise<void> => {
    await expect(inspector.locator('#list > li')).toHaveCount(count, { timeout: 20_000 });
    await expect
      .poll(() => serviceWorker.evaluate((tabId) => chrome.action.getBadgeText({ tabId }), tabId))
      .toBe(count > 0 ? String(count) : '');
  };
  await expectPictures(1);
  await page.evaluate(() => Object.assign(window, { isTheSame: true }));
  await page.goto(bare);
  await expectPictures(0);
  await page.evaluate(() => history.back());
  await expectPictures(1);
  expect(await page.evaluate('window.isTheSame')).toBe(true);
});
