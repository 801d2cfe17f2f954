import type browser from 'webextension-polyfill';
import { watchPictures } from '../tools/watch-pictures.ts';
import { expect, test } from './extension-fixture.ts';
import { upConvolved } from './pictures.ts';

/** The extension's own global, inside functions that run in its worker. */
declare const chrome: typeof browser & { offscreen: { closeDocument(): Promise<void> } };

const PICTURES = 12;

test('an engine that goes away in the midst of its work costs no picture its verdict', async ({
  page,
  server,
  extension,
}) => {
  const images: string[] = [];
  const generated = await upConvolved(1);
  for (let i = 0; i < PICTURES; i++) {
    // What follows a PNG's end makes it another file, of which there is no verdict yet.
    server.addPicture(`restart-${i}.png`, Buffer.concat([generated, Buffer.from(`restart ${i}`)]));
    images.push(`<img src="/open/restart-${i}.png" width="150" height="150">`);
  }
  const url = server.addPage('/restart', images.join(''));
  await page.goto(url);
  const watch = await watchPictures(extension);
  await watch.follow(url);
  await page.bringToFront();
  const done = async () => (await watch.pictures()).filter(({ state }) => state === 'done');
  await expect.poll(async () => (await done()).length).toBeGreaterThan(0);
  await extension.serviceWorker.evaluate(() => chrome.offscreen.closeDocument());
  await expect.poll(async () => (await done()).length, { timeout: 20_000 }).toBe(PICTURES);
  for (const { analysis } of await done()) expect(analysis?.outcome.kind).toBe('measured');
  await watch.close();
});
