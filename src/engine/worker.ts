import { bundledModels } from './bundled-models.ts';
import { decodeInBrowser } from './decode-in-browser.ts';
import { createEngine } from './engine.ts';
import { createSpectrumEngine } from './spectrum-engine.ts';
import type { WorkerReply, WorkerRequest } from './worker-messages.ts';

const engine = createSpectrumEngine({
  gpu: navigator.gpu ?? null,
  log: (message) => console.info(`Falloff, ${message}`),
}).then((spectra) => createEngine({ spectra, models: bundledModels(), decode: decodeInBrowser }));

addEventListener('message', async ({ data: { id, blob, thumbnailOnly } }: MessageEvent<WorkerRequest>) => {
  const { analyze, thumbnail } = await engine;
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const result = thumbnailOnly ? { analysis: null, thumbnail: await thumbnail(bytes) } : await analyze(bytes);
  postMessage({ id, result } satisfies WorkerReply);
});
