import { bundledModels } from './bundled-models.ts';
import { decodeInBrowser } from './decode-in-browser.ts';
import { createEngine } from './engine.ts';
import { createSpectrumEngine } from './spectrum-engine.ts';
import type { WorkerReply, WorkerRequest } from './worker-messages.ts';

const engine = createSpectrumEngine({
  gpu: navigator.gpu ?? null,
  log: (message) => console.info(`Falloff, ${message}`),
}).then((spectra) => createEngine({ spectra, models: bundledModels(), decode: decodeInBrowser }));

const NOTHING: WorkerReply['result'] = { analysis: null, thumbnail: null, view: null };

async function answer({ blob, thumbnailOnly }: WorkerRequest): Promise<WorkerReply['result']> {
  const { analyze, thumbnail } = await engine;
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return thumbnailOnly ? { ...NOTHING, thumbnail: await thumbnail(bytes) } : analyze(bytes);
}

addEventListener('message', async ({ data }: MessageEvent<WorkerRequest>) => {
  // Whoever asks must not wait for the time limit where the engine can't start or the bytes can't be read.
  const result = await answer(data).catch((error) => {
    console.error('Falloff, engine:', error);
    return NOTHING;
  });
  const transfer = result.view ? [result.view.buffer] : [];
  postMessage({ id: data.id, result } satisfies WorkerReply, { transfer });
});
