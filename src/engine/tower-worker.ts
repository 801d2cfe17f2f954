import * as runtime from 'onnxruntime-web/jspi';
import glueUrl from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url';
import binaryUrl from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';
import { openTowerFiles } from './tower-files.ts';
import { openTowerJudge, type TowerJudge } from './tower-judge.ts';
import type { TowerReply, TowerRequest, TowerSource } from './tower-messages.ts';

/** More threads bring little, and take the page's cores. */
const MOST_THREADS = 4;

const threads = crossOriginIsolated ? Math.min(MOST_THREADS, navigator.hardwareConcurrency) : 1;
runtime.env.logLevel = 'error';
runtime.env.wasm.numThreads = threads;
// The threads start as workers on the glue's own file: bundled into this one, each would be a tower of its own.
runtime.env.wasm.wasmPaths = { mjs: glueUrl, wasm: binaryUrl };

let judge: TowerJudge | null = null;

async function open({ url, version, allowFallback = false }: TowerSource): Promise<TowerReply> {
  const start = performance.now();
  const readFile = async (name: string): Promise<Uint8Array<ArrayBuffer>> => {
    const response = await fetch(new URL(name, url)).catch(() => null);
    if (!response?.ok) throw new Error(`models/${name} can't be read`);
    return new Uint8Array(await response.arrayBuffer());
  };
  judge = await openTowerJudge({
    runtime,
    files: await openTowerFiles(readFile, version),
    gpu: navigator.gpu ?? null,
    allowFallback,
    log: (message) => console.info(`Falloff, tower on ${message}`),
  });
  return { kind: 'opened', provider: judge.provider, threads, milliseconds: performance.now() - start };
}

async function answer(request: TowerRequest): Promise<TowerReply> {
  if (request.kind === 'open') return open(request.source);
  if (!judge) throw new Error('the tower was not opened');
  return { kind: 'judged', judgement: await judge.judge(request.view) };
}

addEventListener('message', async ({ data }: MessageEvent<TowerRequest>) => {
  const reply = await answer(data).catch(
    (error): TowerReply => ({
      kind: 'failed',
      message: error instanceof Error ? error.message : String(error),
    }),
  );
  postMessage(reply);
});
