import { createServer } from 'node:http';
import { type Analysis, refusedUnseen } from '../src/analysis.ts';
import { withTower } from '../src/detector/detect.ts';
import { bundledModels } from '../src/engine/bundled-models.ts';
import { createEngine } from '../src/engine/engine.ts';
import { createSpectrumEngine } from '../src/engine/spectrum-engine.ts';
import { analyzeTarget } from './analyze-target.ts';
import { createNodeGpu } from './create-node-gpu.ts';
import { decodePicture } from './decode-picture.ts';
import { launchExtension } from './launch-extension.ts';
import { listen } from './listen.ts';
import { openNodeTower } from './node-tower.ts';
import { watchPictures } from './watch-pictures.ts';

export const SCAN_ENGINES = ['cpu', 'gpu', 'browser'] as const;
export type ScanEngine = (typeof SCAN_ENGINES)[number];

/** More than the extension's own time limits for a picture taken together. */
const PATIENCE_MS = 120_000;

/** Judges one file's bytes after the other. */
export interface Scanner {
  scan(bytes: Uint8Array): Promise<Analysis>;
  close(): Promise<void>;
}

/** @throws Error where the engine can't be had: no WebGPU adapter, nothing built, no browser */
export function openScanner(engine: ScanEngine): Promise<Scanner> {
  return engine === 'browser' ? browserScanner() : nodeScanner(engine);
}

async function nodeScanner(kind: 'cpu' | 'gpu'): Promise<Scanner> {
  const messages: string[] = [];
  const spectra = await createSpectrumEngine({
    gpu: kind === 'gpu' ? createNodeGpu() : null,
    allowFallback: true,
    log: (message) => messages.push(message),
  });
  if (kind === 'gpu' && spectra.kind !== 'gpu') throw new Error(`no usable GPU: ${messages.join('; ')}`);
  const models = bundledModels();
  const { analyze } = createEngine({ spectra, models, decode: decodePicture });
  const { tower: towerVersion } = models.house.parts;
  const tower = towerVersion === undefined ? null : await openNodeTower('models', towerVersion);
  return {
    async scan(bytes) {
      const { analysis, view } = await analyze(new Uint8Array(bytes));
      return tower && view ? withTower(models.house, analysis, await tower.judge(view)) : analysis;
    },
    async close() {
      spectra.destroy();
      await tower?.release();
    },
  };
}

/** Shows each picture on a page and asks the extension there to analyse it, as a reader would by the context menu. */
async function browserScanner(): Promise<Scanner> {
  const browser = await launchExtension({ headless: true });
  let current: Uint8Array = new Uint8Array();
  const server = createServer((request, response) => {
    const isPicture = request.url?.startsWith('/picture/');
    response.setHeader('content-type', isPicture ? 'application/octet-stream' : 'text/html');
    response.setHeader('cache-control', 'no-store');
    response.end(isPicture ? current : `<!doctype html><img src="/picture/${request.url?.slice(1)}">`);
  });
  const origin = `http://127.0.0.1:${await listen(server)}`;
  const watch = await watchPictures(browser);
  const page = await browser.context.newPage();
  let number = 0;
  return {
    async scan(bytes) {
      current = bytes;
      const url = `${origin}/${++number}`;
      await page.goto(url);
      const tabId = await watch.follow(url);
      const deadline = Date.now() + PATIENCE_MS;
      while (Date.now() < deadline) {
        // Again while no content script runs yet: they start a moment after their page.
        await analyzeTarget(browser.serviceWorker, tabId, `${origin}/picture/${number}`).catch(() => {});
        const done = (await watch.pictures()).find(({ state }) => state === 'done');
        if (done?.analysis) return done.analysis;
        await page.waitForTimeout(20);
      }
      return refusedUnseen('timed-out');
    },
    async close() {
      await browser.context.close();
      server.close();
    },
  };
}
