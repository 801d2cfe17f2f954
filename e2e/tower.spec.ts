import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { JSHandle, Page } from '@playwright/test';
import sharp from 'sharp';
import type { TowerReply, TowerRequest, TowerSource } from '../src/engine/tower-messages.ts';
import { readTowerView } from '../src/engine/tower-picture.ts';
import { galleryPictures } from '../tools/gallery.ts';
import { openNodeTower } from '../tools/node-tower.ts';
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

async function viewOf(bytes: Uint8Array, side: number): Promise<Float32Array<ArrayBuffer>> {
  const { data, info } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return readTowerView(
    {
      ...info,
      async readRect(x, y, width, height, out) {
        for (let row = 0; row < height; row++) {
          const from = ((y + row) * info.width + x) * 4;
          out.set(data.subarray(from, from + 4 * width), 4 * width * row);
        }
      },
    },
    side,
  );
}

/** Photographs from packages and pictures made of them, each cut, scaled and compressed in several ways. */
async function* pictures(count: number): AsyncGenerator<Uint8Array> {
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

test('Node and the extension give the same probabilities', async ({ page, server, extensionId }) => {
  const folder = join(DIST, 'models');
  test.skip(!existsSync(join(folder, 'tower.json')), 'this build has no tower');
  test.setTimeout(900_000);
  const node = await openNodeTower(folder);
  const worker = await startWorker(page);
  const source = { url: `chrome-extension://${extensionId}/models/tower.json` };
  expect(await ask(worker, { kind: 'open', source })).toMatchObject({ kind: 'opened' });
  let worst = 0;
  for await (const picture of pictures(PICTURES)) {
    const view = await viewOf(picture, node.side);
    const reply = await ask(worker, serveView(server, view));
    if (reply.kind !== 'judged') throw new Error(JSON.stringify(reply));
    const { probability } = await node.judge(view);
    worst = Math.max(worst, Math.abs(reply.judgement.probability - probability));
  }
  await node.release();
  expect(worst).toBeLessThanOrEqual(TOLERANCE);
});
