import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { JSHandle, Page, Worker as ServiceWorker } from '@playwright/test';
import sharp from 'sharp';
import type { Analysis } from '../src/analysis.ts';
import type { TowerReply, TowerRequest, TowerSource } from '../src/engine/tower-messages.ts';
import { galleryPictures } from '../tools/gallery.ts';
import { openScanner } from '../tools/scanner.ts';
import { type TowerFolder, tinyLogit, tinyTower } from '../tools/tiny-tower.ts';
import { seededRandom } from '../train/random.ts';
import { expect, test } from './extension-fixture.ts';
import type { PageServer } from './page-server.ts';

const DIST = resolve(process.env.FALLOFF_DIST ?? 'dist');

/** What Node and browsers may differ by, in probability. */
const TOLERANCE = 1e-3;
const PICTURES = Number(process.env.FALLOFF_PARITY_PICTURES ?? 24);

const isGlue = (url: string): boolean => /ort-wasm-.*\.mjs$/.test(url);

test.beforeEach(async ({ page, extensionId }) => {
  await page.goto(`chrome-extension://${extensionId}/src/offscreen/index.html`);
});

/** The extension's own worker of the tower, started in the engine's page. */
function startWorker(page: Page): Promise<JSHandle<Worker>> {
  const script = readdirSync(join(DIST, 'assets')).find((name) => /^tower-worker-.*\.js$/.test(name));
  return page.evaluateHandle((url) => new Worker(url, { type: 'module' }), `/assets/${script}`);
}

/** A view travels by an address: JSON would take as long as the tower. */
type Question = Extract<TowerRequest, { kind: 'open' }> | { kind: 'judge'; viewUrl: string };

function ask(worker: JSHandle<Worker>, question: Question): Promise<TowerReply> {
  return worker.evaluate(async (worker, question) => {
    const request =
      question.kind === 'open'
        ? question
        : { kind: 'judge', view: new Float32Array(await (await fetch(question.viewUrl)).arrayBuffer()) };
    return new Promise<TowerReply>((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(request);
    });
  }, question);
}

/** Puts the files at an address where the extension can read them. */
function serve(server: PageServer, folder: TowerFolder, site = server.home): TowerSource {
  for (const [name, bytes] of folder) server.addPicture(name, Buffer.from(bytes));
  return { url: `${site}/open/tower.json` };
}

/** Addresses differ by their queries, so that no view is taken from a cache. */
let served = 0;
function serveView(server: PageServer, view: Float32Array<ArrayBuffer>): Question {
  server.addPicture('view', Buffer.from(view.buffer));
  return { kind: 'judge', viewUrl: `${server.home}/open/view?${++served}` };
}

/** Photographs from packages and pictures made of them, each cut, scaled and compressed in several ways. */
async function* pictures(count: number): AsyncGenerator<Buffer> {
  const originals = await galleryPictures();
  for (let i = 0; i < count; i++) {
    const { file, bytes } = originals[i % originals.length];
    const random = seededRandom('tower', file, i);
    const [width, height] = [random.integer(160, 1200), random.integer(160, 1200)];
    yield sharp(bytes)
      .resize(width, height, { fit: 'cover', position: random.chance(0.5) ? 'entropy' : 'centre' })
      .jpeg({ quality: random.integer(40, 95) })
      .toBuffer();
  }
}

test('threads run under the extension’s policy, and end with their worker', async ({ page, server }) => {
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  const threads = await page.evaluate(() => Math.min(4, navigator.hardwareConcurrency));
  const worker = await startWorker(page);
  const opened = await ask(worker, { kind: 'open', source: serve(server, tinyTower()) });
  expect(opened).toMatchObject({ kind: 'opened', provider: 'wasm', threads });
  expect(page.workers().filter((thread) => isGlue(thread.url()))).toHaveLength(threads - 1);
  await worker.evaluate((worker) => worker.terminate());
  await expect.poll(() => page.workers()).toEqual([]);
});

test('a tower that can’t be opened says why', async ({ page, server }) => {
  const missing = await ask(await startWorker(page), {
    kind: 'open',
    source: { url: `${server.home}/open/nowhere/tower.json` },
  });
  expect(missing).toEqual({ kind: 'failed', message: "models/tower.json can't be read" });
  const spoilt = await ask(await startWorker(page), {
    kind: 'open',
    // On the other site: of the first, the browser keeps what it has read.
    source: serve(server, tinyTower().set('tower.bin', new Uint8Array(12)), server.foreign),
  });
  expect(spoilt).toMatchObject({
    kind: 'failed',
    message: expect.stringContaining('models/tower.bin: expected digest'),
  });
});

test('WebGPU gives the same numbers', async ({ page, server }) => {
  const worker = await startWorker(page);
  const source = { ...serve(server, tinyTower()), allowFallback: true };
  expect(await ask(worker, { kind: 'open', source })).toMatchObject({ kind: 'opened', provider: 'webgpu' });
  const view = Float32Array.from({ length: 3 * 32 * 32 }, (_, i) => (i * 7) % 256);
  const reply = await ask(worker, serveView(server, view));
  expect(reply).toMatchObject({
    judgement: { provider: 'webgpu', logit: expect.closeTo(tinyLogit(view), 4) },
  });
});

/** Called inside the service worker. */
declare const chrome: {
  offscreen: { createDocument(options: object): Promise<void> };
  runtime: {
    sendMessage(message: unknown): Promise<{ analysis: Analysis; ticket: string | null }>;
  };
};

/** Has a picture judged by all parts, as the background does. */
const judgeInExtension = (serviceWorker: ServiceWorker, url: string): Promise<number | null> =>
  serviceWorker.evaluate(async (url) => {
    const blob = await (await fetch(url)).blob();
    const request = { blob, key: url, thumbnailOnly: false };
    const { ticket } = await chrome.runtime.sendMessage({ name: 'offscreen/analyze', request });
    if (ticket === null) return null;
    const { analysis } = await chrome.runtime.sendMessage({ name: 'offscreen/refine', request: { ticket } });
    return analysis.outcome.kind === 'measured' ? analysis.outcome.probability : null;
  }, url);

test('Node and the extension give the same probabilities', async ({ serviceWorker, server }) => {
  test.setTimeout(900_000);
  await serviceWorker.evaluate(() =>
    chrome.offscreen.createDocument({
      url: 'src/offscreen/index.html',
      reasons: ['WORKERS'],
      justification: 'test',
    }),
  );
  const scanner = await openScanner('cpu');
  let worst = 0;
  for await (const picture of pictures(PICTURES)) {
    server.addPicture('picture', picture);
    const found = await judgeInExtension(serviceWorker, `${server.home}/open/picture?${++served}`);
    const { outcome } = await scanner.scan(picture);
    const expected = outcome.kind === 'measured' && outcome.tower ? outcome.probability : null;
    worst = Math.max(
      worst,
      found === expected ? 0 : Math.abs((found ?? Number.NaN) - (expected ?? Number.NaN)),
    );
  }
  await scanner.close();
  expect(worst).toBeLessThanOrEqual(TOLERANCE);
});
