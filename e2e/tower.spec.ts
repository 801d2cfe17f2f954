import { readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { JSHandle, Page } from '@playwright/test';
import sharp from 'sharp';
import type { TowerReply, TowerRequest, TowerSource } from '../src/engine/tower-messages.ts';
import { galleryPictures } from '../tools/gallery.ts';
import { type TowerFolder, tinyLogit, tinyTower } from '../tools/tiny-tower.ts';
import { type PictureState, watchPictures } from '../tools/watch-pictures.ts';
import { seededRandom } from '../train/random.ts';
import { expect, test } from './extension-fixture.ts';
import type { PageServer } from './page-server.ts';
import { scan } from './run-scan.ts';

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

test('its memory stays within 400 MB, and is given back', async ({ page, extensionId }) => {
  test.skip(!process.env.FALLOFF_MEMORY, 'takes minutes: FALLOFF_MEMORY=1 runs it');
  test.setTimeout(300_000);
  const memory = (): Promise<number> =>
    page.evaluate(async () => {
      const measuring = performance as Performance & {
        measureUserAgentSpecificMemory(): Promise<{ bytes: number }>;
      };
      return (await measuring.measureUserAgentSpecificMemory()).bytes;
    });
  const floor = await memory();
  const worker = await startWorker(page);
  const source = { url: `chrome-extension://${extensionId}/models/tower.json` };
  expect(await ask(worker, { kind: 'open', source })).toMatchObject({ kind: 'opened', provider: 'wasm' });
  const judged = await worker.evaluate(
    (worker) =>
      new Promise((resolve) => {
        worker.onmessage = ({ data }) => resolve(data.kind);
        worker.postMessage({ kind: 'judge', view: new Float32Array(3 * 224 * 224).fill(128) });
      }),
  );
  expect(judged).toBe('judged');
  const working = await memory();
  expect(working).toBeGreaterThan(floor);
  expect(working).toBeLessThan(400e6);
  await worker.evaluate((worker) => worker.terminate());
  // Measuring waits for the next collection of garbage, half a minute and more.
  expect(await memory()).toBeLessThan(floor + 20e6);
});

test('on a page the spectra speak first, then the tower, and both are remembered', async ({
  extension,
  page,
  server,
}) => {
  const watch = await watchPictures(extension);
  const picture = (await galleryPictures()).find(({ truth }) => truth === 'up-convolved');
  if (!picture) throw new Error('no such picture in the gallery');
  server.addPicture(picture.file, Buffer.from(picture.bytes));
  const look = async (): Promise<PictureState | undefined> => {
    const url = server.addPage(`/tower-${++served}`, `<img src="/open/${picture.file}">`);
    await page.goto(url);
    await watch.follow(url);
    await expect.poll(async () => (await watch.pictures())[0]?.state, { timeout: 60_000 }).toBe('done');
    return (await watch.pictures())[0];
  };
  const first = (await look())?.analysis;
  expect(first?.outcome).toMatchObject({
    kind: 'measured',
    scores: { tower: expect.any(Number) },
    contributions: { tower: expect.any(Number) },
    tower: { provider: 'wasm' },
  });
  expect((await look())?.analysis).toEqual(first);
  await watch.close();
});

test('Node and the extension give the same probabilities', async () => {
  test.setTimeout(900_000);
  const folder = await mkdtemp(join(tmpdir(), 'falloff-tower-'));
  let count = 0;
  for await (const picture of pictures(PICTURES)) await writeFile(join(folder, `${count++}.jpg`), picture);
  const runs = await Promise.all(['cpu', 'browser'].map((engine) => scan('--engine', engine, folder)));
  await rm(folder, { recursive: true });
  const [node, extension] = runs.map(({ lines }) => lines);
  expect(node).toHaveLength(PICTURES);
  for (const [i, { models, probability, reason }] of node.entries()) {
    expect.soft(extension[i].reason).toBe(reason);
    if (probability === null) continue;
    expect.soft(models?.tower).toBeGreaterThan(0);
    expect.soft(Math.abs(Number(extension[i].models?.tower) - Number(models?.tower))).toBeLessThan(TOLERANCE);
    expect.soft(Math.abs(Number(extension[i].probability) - probability)).toBeLessThan(TOLERANCE);
  }
});
