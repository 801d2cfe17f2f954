import type { Page } from '@playwright/test';
import type browser from 'webextension-polyfill';
import { scriptSamples } from '../tools/pages/script-profile.ts';
import { readLayer } from '../tools/shadow-badges.ts';
import { watchPictures } from '../tools/watch-pictures.ts';
import { expect, test } from './extension-fixture.ts';
import { photograph, upConvolved } from './pictures.ts';

/** The extension's own global, inside functions that run in its worker. */
declare const chrome: typeof browser & {
  offscreen: { closeDocument(): Promise<void> };
  runtime: { getContexts(filter: { contextTypes: string[] }): Promise<unknown[]> };
};

const SIZE = 'width="320" height="320"';

test.beforeAll(async ({ server }) => {
  server.addPicture('generated.png', await upConvolved(1));
  const bytes = await photograph(3, 320);
  for (let i = 0; i < 160; i++) {
    // What follows a JPEG's end makes it another file, of which there is no verdict yet.
    server.addPicture(`light-${i}.jpg`, Buffer.concat([bytes, Buffer.from(`light ${i}`)]));
  }
});

const followed = async (page: Page): Promise<number> => (await readLayer(page))?.followed ?? 0;

test('a page without pictures costs no layer, no message and no engine', async ({
  page,
  server,
  serviceWorker,
}) => {
  await serviceWorker.evaluate(async () => {
    await chrome.offscreen.closeDocument().catch(() => {});
    const senders: (string | undefined)[] = [];
    Object.assign(globalThis, { senders });
    chrome.runtime.onMessage.addListener((_message: unknown, sender: browser.Runtime.MessageSender) => {
      senders.push(sender.url);
      return undefined;
    });
  });
  const bare = server.addPage('/bare', '<h1>Words only</h1><p>None of them a picture</p>');
  const shown = server.addPage('/shown', `<img src="/open/light-0.jpg" ${SIZE}>`);
  const senders = () =>
    serviceWorker.evaluate(() => (globalThis as unknown as { senders: (string | undefined)[] }).senders);
  await page.goto(bare);
  await page.evaluate(() => document.body.append('More words'));
  await page.goto(bare);
  expect(await readLayer(page)).toBeNull();
  const engines = () =>
    serviceWorker.evaluate(
      async () => (await chrome.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] })).length,
    );
  expect(await engines()).toBe(0);
  await page.goto(shown);
  await expect.poll(engines).toBe(1);
  // A picture's message comes behind whatever the page before had sent.
  expect(new Set(await senders())).toEqual(new Set([shown]));
});

/** Tells the content script that its tab is hidden: tabs that the debugger is attached to never are. */
async function createCurtain(page: Page): Promise<(isHidden: boolean) => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  let ours: number | undefined;
  session.on('Runtime.executionContextCreated', ({ context }) => {
    if (context.origin.startsWith('chrome-extension://')) ours = context.id;
  });
  await session.send('Runtime.enable');
  return async (isHidden) => {
    const expression = `Object.defineProperty(Document.prototype, 'hidden', { get: () => ${isHidden}, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));`;
    await session.send('Runtime.evaluate', { expression, ...(ours !== undefined && { contextId: ours }) });
  };
}

test('a hidden tab does next to nothing, and goes on when it is seen again', async ({
  page,
  server,
  extension,
}) => {
  const url = server.addPage('/hidden', `<img src="/open/light-1.jpg" ${SIZE}>`);
  await page.goto(url);
  const watch = await watchPictures(extension);
  await watch.follow(url);
  const states = async (): Promise<string[]> => (await watch.pictures()).map(({ state }) => state).sort();
  await expect.poll(states, { timeout: 30_000 }).toEqual(['done']);
  const setHidden = await createCurtain(page);
  await setHidden(true);

  const session = await page.context().newCDPSession(page);
  // What had begun by then comes to its end.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 100))));
  await session.send('Profiler.enable');
  const busySecond = async (): Promise<number> => {
    await session.send('Profiler.start');
    await page.evaluate(async () => {
      for (let i = 0; i < 10; i++) {
        document.title = String(i);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    });
    const { profile } = await session.send('Profiler.stop');
    const { moments, each } = scriptSamples(profile, (url) => url.startsWith('chrome-extension://'));
    return moments.length * each;
  };
  // Being told that the page changed is all there is to it, once what was asked of the engine has been answered.
  await expect.poll(busySecond).toBeLessThan(5_000);

  await page.evaluate((size) => {
    document.body.insertAdjacentHTML('beforeend', `<img src="/open/light-2.jpg" ${size}>`);
  }, SIZE);
  await expect.poll(states).toEqual(['done', 'waiting']);
  expect(await followed(page)).toBe(1);
  await setHidden(false);
  await expect.poll(states, { timeout: 30_000 }).toEqual(['done', 'done']);
  expect(await followed(page)).toBe(2);
  await watch.close();
});

test('what is scrolled past before its turn is called off', async ({ page, server, extension }) => {
  // Servers that keep whoever is not an `<img>` waiting: the background holds six requests, and each for two seconds.
  const images = Array.from(
    { length: 40 },
    (_, i) => `<img src="${server.foreign}/stalled/light-${10 + i}.jpg" ${SIZE}>`,
  );
  const last = `<img src="/open/light-3.jpg" ${SIZE}>`;
  const url = server.addPage('/passed', `<style>img{display:block}</style>${images.join('')}${last}`);
  await page.goto(url);
  const watch = await watchPictures(extension);
  await watch.follow(url);
  await expect.poll(async () => (await watch.pictures()).length).toBeGreaterThan(0);
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  const done = async (): Promise<string[]> =>
    (await watch.pictures()).filter(({ state }) => state === 'done').map(({ label }) => label);
  await expect.poll(done, { timeout: 30_000 }).toEqual([expect.stringContaining('light-3.jpg')]);
  const stateOfFirst = async (): Promise<string | undefined> =>
    (await watch.pictures()).find(({ label }) => label.includes('light-10.jpg'))?.state;
  await expect.poll(stateOfFirst).toBe('waiting');
  await watch.close();
});

test('a tab full of pictures does not keep another one waiting', async ({
  page,
  server,
  extension,
  context,
}) => {
  const images = Array.from(
    { length: 150 },
    (_, i) => `<img src="/open/light-${10 + i}.jpg" width="70" height="70">`,
  );
  const fullUrl = server.addPage('/full', images.join(''));
  await page.goto(fullUrl);
  const watch = await watchPictures(extension);
  await watch.follow(fullUrl);
  const done = async (): Promise<number> =>
    (await watch.pictures()).filter(({ analysis }) => analysis !== null).length;
  await expect.poll(done).toBeGreaterThan(0);
  const other = await context.newPage();
  await other.goto(server.addPage('/single', `<img src="/open/generated.png" ${SIZE}>`));
  await expect.poll(async () => (await readLayer(other))?.flagged.length, { timeout: 30_000 }).toBe(1);
  expect(await done()).toBeLessThan(images.length);
  await other.close();
  await watch.close();
});
