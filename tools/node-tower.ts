import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import * as runtime from 'onnxruntime-web';
import { openTowerFiles } from '../src/engine/tower-files.ts';
import { openTowerJudge, type TowerJudge } from '../src/engine/tower-judge.ts';

runtime.env.logLevel = 'error';
runtime.env.wasm.numThreads = Math.min(4, availableParallelism());

/**
 * The tower in Node, by onnxruntime-web's WebAssembly as in browsers, with the same bits.
 * @param folder where `tower.json` and its files lie
 * @throws Error where they are missing or don't fit
 */
export async function openNodeTower(folder = 'models', version?: string): Promise<TowerJudge> {
  const files = await openTowerFiles(
    async (name) => new Uint8Array(await readFile(join(folder, name))),
    version,
  );
  return openTowerJudge({ runtime, files, gpu: null });
}
