import type { LogisticRegression } from './logistic-regression.ts';
import { type ModelFile, SCHEMA_VERSION } from './model-files.ts';

/** What the regression was fitted over. A change to views or to what is read of the tower must change these words. */
export const TOWER_LAYOUT =
  'class tokens after each block; view: middle square, triangle filter, red, green, blue over black';

/** A file beside `tower.json`, bound to it by its digest. */
export interface TowerFile {
  /** Without a folder. */
  file: string;
  /** SHA-256, hexadecimal. */
  sha256: string;
}

/**
 * A frozen image tower, cut to its first blocks, and a logistic regression over what it says. A graph takes views as
 * float32 `[n, 3, side, side]` and gives class tokens as float32 `[n, blocks, width]` first, and then, where it has a
 * second output, each patch's part in the logit as float32 `[n, patches]`, row by row.
 */
export interface TowerModel {
  /** A view's side in pixels. */
  side: number;
  blocks: number;
  width: number;
  /** What is taken off red, green and blue (0…255) before a graph reads them, and what they are then divided by. */
  mean: number[];
  deviation: number[];
  graphs: {
    /** For WebAssembly on the CPU, where every machine gets the same bits. */
    wasm: TowerFile;
    /** For WebGPU, with the logit that the self-test's view must get. Without it, GPUs go unused. */
    webgpu?: TowerFile & { probe: number };
  };
  /** Weights that the graphs keep outside of themselves, so that they can share them. */
  weights?: TowerFile;
  /** Over the class tokens, block after block. */
  regression: LogisticRegression;
}

/**
 * Checks `tower.json` against this code.
 * @returns the same file
 * @throws Error that names what does not fit
 */
export function checkTowerModel(file: ModelFile<TowerModel>): ModelFile<TowerModel> {
  expectEqual('schemaVersion', SCHEMA_VERSION, file.schemaVersion);
  expectEqual('name', 'tower', file.name);
  expectEqual('featureLayout', TOWER_LAYOUT, file.featureLayout);
  const { side, blocks, width, mean, deviation, graphs, weights, regression } = file.model;
  for (const [name, value] of Object.entries({ side, blocks, width })) {
    if (!Number.isInteger(value) || value < 1) throw mismatch(name, 'a whole number above 0', value);
  }
  for (const [name, values] of Object.entries({ mean, deviation })) {
    expectEqual(`${name} of length`, 3, values?.length);
  }
  for (const field of ['mean', 'deviation', 'weights'] as const) {
    expectEqual(`regression.${field} of length`, blocks * width, regression?.[field]?.length);
  }
  if (!Number.isFinite(regression.bias)) throw mismatch('regression.bias', 'a number', regression.bias);
  for (const part of [graphs?.wasm, graphs?.webgpu, weights]) {
    if (part === undefined && part !== graphs?.wasm) continue;
    if (!/^[\w-]+\.(onnx|bin)$/.test(part?.file ?? '')) throw mismatch('a file', 'beside it', part?.file);
    if (!/^[\da-f]{64}$/.test(part?.sha256 ?? '')) throw mismatch('sha256', '64 digits', part?.sha256);
  }
  return file;
}

function expectEqual(what: string, expected: unknown, found: unknown): void {
  if (found !== expected) throw mismatch(what, JSON.stringify(expected), found);
}

const mismatch = (what: string, expected: string, found: unknown): Error =>
  new Error(`models/tower.json: expected ${what} ${expected}, found ${JSON.stringify(found)}`);
