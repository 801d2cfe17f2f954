import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { Page } from '@playwright/test';
import type { Reason } from '../src/analysis.ts';
import { analyzeTarget } from '../tools/analyze-target.ts';
import { type BadPicture, badPictures } from '../tools/bad-pictures.ts';
import { listen } from '../tools/listen.ts';
import { type PictureWatch, watchPictures } from '../tools/watch-pictures.ts';
import { test as base, expect } from './extension-fixture.ts';

interface BadSite {
  home: string;
  /** The same content on another site, which keeps pages from reading it. */
  foreign: string;
  pictures: BadPicture[];
}

/** What the reader is told of the picture at an address. */
interface Judged {
  outcome: 'measured' | Reason | null;
  width: number;
  height: number;
}

const GOOD = 'jpeg-in-disguise.png';
const CHUNK = Buffer.alloc(1 << 20);

/** How a server may answer, by the first part of the path; the rest names a picture, or any good one. */
const MANNERS: Record<string, (response: ServerResponse, picture: Buffer, isImage: boolean) => void> = {
  plain: (response, picture) => response.end(picture),
  missing: (response) => response.writeHead(404, { 'content-type': 'image/png' }).end(),
  moved: (response) => response.writeHead(302, { location: '/page' }).end(),
  reset: (response) => response.destroy(),
  slow: (response, picture) => setTimeout(() => response.end(picture), 2000),
  hotlink: (response, picture, isImage) =>
    isImage ? response.end(picture) : response.writeHead(302, { location: '/page' }).end(),
  'cut-off': (response, picture) => {
    response.writeHead(200, { 'content-length': picture.length });
    response.write(picture.subarray(0, picture.length >> 1), () => response.destroy());
  },
  enormous: (response, picture) => {
    response.writeHead(200, { 'content-length': 60_000_000 });
    response.write(picture);
  },
  endless: (response) => {
    const send = (): void => {
      while (!response.destroyed && response.write(CHUNK));
    };
    response.on('drain', send);
    send();
  },
  stalled: (response) => response.writeHead(200, { 'content-type': 'image/png' }).flushHeaders(),
};

const test = base.extend<
  { judge: (page: Page, address: string) => Promise<Judged> },
  { site: BadSite; watch: PictureWatch; swErrors: string[] }
>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from the pattern.
    async ({}, use) => {
      const pictures = await badPictures();
      const byName = new Map(pictures.map(({ name, bytes }) => [name, bytes]));
      const good = byName.get(GOOD) ?? CHUNK;
      const listener: RequestListener = ({ url = '/', headers }, response) => {
        const [, manner = '', name = ''] = url.split('/');
        response.setHeader('cache-control', 'no-store');
        const answer = MANNERS[manner];
        if (answer) answer(response, byName.get(name) ?? good, headers['sec-fetch-dest'] === 'image');
        else response.setHeader('content-type', 'text/html').end('<!doctype html><title>Page</title>');
      };
      const servers = [createServer(listener), createServer(listener)];
      const [home, foreign] = await Promise.all(servers.map(listen));
      await use({ home: `http://localhost:${home}`, foreign: `http://127.0.0.1:${foreign}`, pictures });
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
    },
    { scope: 'worker' },
  ],
  watch: [
    async ({ extension }, use) => {
      const watch = await watchPictures(extension);
      await use(watch);
      await watch.close();
    },
    { scope: 'worker' },
  ],
  /** What goes wrong in the service worker without anybody dealing with it. */
  swErrors: [
    async ({ serviceWorker }, use) => {
      const errors: string[] = [];
      serviceWorker.on('console', (message) => {
        // The browser itself notes every request that failed.
        const isOurs = !message.text().startsWith('Failed to load resource');
        if (message.type() === 'error' && isOurs) errors.push(message.text());
      });
      await serviceWorker.evaluate(() => {
        addEventListener('error', ({ message }) => console.error(`uncaught: ${message}`));
        addEventListener('unhandledrejection', ({ reason }) => console.error(`unhandled: ${reason}`));
      });
      await use(errors);
    },
    { scope: 'worker', auto: true },
  ],
  judge: async ({ serviceWorker, watch }, use) => {
    await use(async (page, address) => {
      const tabId = await watch.follow(page.url());
      // Content scripts start a moment after their page.
      await expect(async () => analyzeTarget(serviceWorker, tabId, address)).toPass();
      const { host, pathname } = new URL(address);
      const label = host + pathname.slice(pathname.lastIndexOf('/'));
      const stateOf = async () => (await watch.pictures()).findLast((picture) => picture.label === label);
      // The first of all waits for the tower to be opened.
      const options = { message: address, timeout: 30_000 };
      await expect.poll(async () => (await stateOf())?.state, options).toBe('done');
      const analysis = (await stateOf())?.analysis;
      if (!analysis) return { outcome: null, width: 0, height: 0 };
      const { outcome, width, height } = analysis;
      return { outcome: outcome.kind === 'refused' ? outcome.reason : outcome.kind, width, height };
    });
  },
});

async function show(page: Page, { home }: BadSite, addresses: string[]): Promise<void> {
  await page.goto(`${home}/page-${Math.random()}`);
  await page.evaluate(async (urls) => {
    const images = urls.map((url) => {
      const image = new Image(150, 150);
      image.src = url;
      return image;
    });
    document.body.append(...images);
    await Promise.allSettled(images.map((image) => image.decode()));
  }, addresses);
}

test.afterEach(({ swErrors }) => {
  expect(swErrors).toEqual([]);
});

test('every bad picture of a page gets its reason, and the good one beside them its verdict', async ({
  page,
  site,
  judge,
}) => {
  test.setTimeout(120_000);
  const addressOf = ({ name }: { name: string }): string => `${site.home}/plain/${name}`;
  await show(page, site, site.pictures.map(addressOf));
  for (const picture of site.pictures) {
    const { name, outcome, width, height } = picture;
    expect.soft(await judge(page, addressOf(picture)), name).toEqual({ outcome, width, height });
  }
  expect(await judge(page, addressOf({ name: 'once-more.jpg' }))).toMatchObject({ outcome: 'measured' });
});

for (const origin of ['home', 'foreign'] as const) {
  test.describe(`from ${origin === 'home' ? "the page's own" : 'another'} site`, () => {
    // What a page of another site has not loaded is not asked for.
    const unloaded = (outcome: Judged['outcome']) => (origin === 'home' ? outcome : 'not-loaded');
    const network: [manner: string, outcome: Judged['outcome'], isShown: boolean][] = [
      ['missing', 'not-loaded', true],
      ['moved', unloaded('not-a-picture'), true],
      ['reset', 'not-loaded', true],
      ['cut-off', 'not-loaded', true],
      ['slow', 'measured', true],
      // Only pixels are left, and a page has no right to those of another site.
      ['hotlink', origin === 'home' ? 'measured' : 'not-reachable', true],
      // These would keep the page itself loading.
      ['enormous', unloaded('too-many-bytes'), false],
      ['endless', unloaded('too-many-bytes'), false],
    ];
    for (const [manner, outcome, isShown] of network) {
      test(`${manner}: ${outcome}`, async ({ page, site, judge }) => {
        const address = `${site[origin]}/${manner}/first.jpg`;
        const good = `${site[origin]}/plain/second.jpg`;
        await show(page, site, isShown ? [address, good] : [good]);
        expect(await judge(page, address)).toMatchObject({ outcome });
        expect(await judge(page, good)).toMatchObject({ outcome: 'measured' });
      });
    }
  });
}

test('servers that never answer hold up no other picture', async ({
  page,
  site,
  judge,
  watch,
  serviceWorker,
}) => {
  test.setTimeout(120_000);
  await show(page, site, []);
  const stalled = [1, 2, 3].map((n) => `${site.home}/stalled/${n}.jpg`);
  const tabId = await watch.follow(page.url());
  const waiting = Promise.all(stalled.map((address) => analyzeTarget(serviceWorker, tabId, address)));
  const before = Date.now();
  expect(await judge(page, `${site.home}/plain/16-bit.png`)).toMatchObject({ outcome: 'measured' });
  expect(Date.now() - before).toBeLessThan(10_000);
  await waiting;
  expect(await judge(page, stalled[0])).toMatchObject({ outcome: 'not-loaded' });
});
