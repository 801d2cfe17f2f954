import type { Page, Worker } from '@playwright/test';
import type browser from 'webextension-polyfill';
import { analyzeTarget } from '../tools/analyze-target.ts';
import { readLayer } from '../tools/shadow-badges.ts';
import { expect } from './extension-fixture.ts';
import { expectFound, test } from './fixture-test.ts';
import { tabIdOf } from './tab-id-of.ts';

/** The extension's own global, inside functions that run in its service worker. */
declare const chrome: typeof browser;

const setEnabled = (serviceWorker: Worker, enabled: boolean): Promise<void> =>
  serviceWorker.evaluate((enabled) => chrome.storage.local.set({ settings: { enabled } }), enabled);

// Only what is asked for is found then.
test.beforeEach(({ serviceWorker }) => setEnabled(serviceWorker, false));
test.afterEach(({ serviceWorker }) => setEnabled(serviceWorker, true));

async function analyzeClicked(page: Page, serviceWorker: Worker, selector: string): Promise<void> {
  await page.locator(selector).click({ button: 'right', position: { x: 90, y: 12 } });
  await analyzeTarget(serviceWorker, await tabIdOf(serviceWorker, page), null);
}

test('whatever is under the cursor is judged, and explained beside it', async ({
  open,
  page,
  serviceWorker,
  watch,
}) => {
  await open('cursor');
  const seen: string[] = [];
  for (const name of [
    ...['behind', 'wrapped', 'through', 'spaced', 'inside', 'opened', 'closed', 'drawn', 'Canvas'],
  ]) {
    await analyzeClicked(page, serviceWorker, `#${name}`);
    expect((await readLayer(page))?.card?.verdict, name).toMatch(/^(generated|suspicious)$/);
    seen.push(name);
    await expectFound(watch, seen);
    await page.keyboard.press('Escape');
  }
});

test('what is too small or not to be read says so', async ({ open, page, serviceWorker }) => {
  await open('cursor');
  await analyzeClicked(page, serviceWorker, '#icon');
  expect((await readLayer(page))?.card?.name).toContain('too small');
  await page.keyboard.press('Escape');
  await analyzeClicked(page, serviceWorker, '#tainted');
  expect((await readLayer(page))?.card?.name).toContain('Can’t tell');
});

test('a video is judged by its frame, or by the vote of many', async ({
  open,
  page,
  serviceWorker,
  watch,
}) => {
  await open('cursor');
  await page.waitForFunction('document.querySelector("video").readyState >= 2');
  await analyzeClicked(page, serviceWorker, '#Video');
  await expectFound(watch, ['Video']);
  await page.keyboard.press('Escape');
  const tabId = await tabIdOf(serviceWorker, page);
  await serviceWorker.evaluate(
    (id) => chrome.tabs.sendMessage(id, { name: 'content/analyze-video', request: {} }, { frameId: 0 }),
    tabId,
  );
  await expectFound(watch, ['Video', 'Video']);
  expect((await readLayer(page))?.card?.verdict).not.toBe('pending');
  expect(await page.evaluate('document.querySelector("video").currentTime')).toBe(0);
});
