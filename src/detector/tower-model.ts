import { floatsOf } from './floats-of.ts';
import { type ModelFile, SCHEMA_VERSION } from './model-files.ts';
import { loadNetwork, type TowerNetwork, type TowerNetworkFile } from './tower-network.ts';
import type { PackedShape } from './tower-weights.ts';

/** How a picture becomes a view, in `planView`'s words; its side may differ from tower to tower. */
const VIEW = { kernel: 'triangle', crop: 'middle square', range: [0, 255], layout: 'NCHW' };

/** A file beside `tower.json`. */
export interface TowerPart {
  /** Without a folder. */
  file: string;
  /** SHA-256, hexadecimal. */
  digest: string;
}

/**
 * `tower.json`: a frozen image tower, cut to its first blocks, and what reads it: a logistic regression and a network of
 * one hidden layer, whose logits add up. A graph takes
 * a view as float32 `[1, 3, side, side]` and gives class tokens as float32 `[1, blocks, width]`. One that also takes
 * `directions`, float32 `[1, blocks, width]`, gives each patch's part in the regression's logit as `patches`, float32 `[1, patches]`,
 * row by row: what the class tokens take from it by attention, summed over blocks and heads, along those directions. That
 * is direct attribution: it leaves out what goes through MLPs, and counts for a patch what earlier blocks have brought
 * there from others.
 */
export interface TowerFile extends Omit<ModelFile<unknown>, 'trainingList'> {
  /** The graph for WebAssembly on the CPU, where every machine gets the same bits. */
  tower: TowerPart & {
    /** Names of the graph's input and of its first output. */
    input: string;
    output: string;
    /** The graphs' matrices in 4 bits. Graphs find them in 8, as `unpackWeights` has them, under this file's name. */
    weights?: TowerPart & { shapes: PackedShape[] };
    /** A graph for WebGPU, and the logit that `probeView` must get there. Without it, GPUs go unused. */
    gpu?: TowerPart & { logit: number };
  };
  view: { side: number; kernel: string; crop: string; range: number[]; layout: string };
  model: {
    bias: number;
    /** One a block; `weights` are float32, little-endian, in base64. */
    parts: { name: string; offset: number; weights: string }[];
    /** The graphs' input of that name, as `weights` are packed, one block after the other. */
    directions?: string;
    network: TowerNetworkFile;
  };
}

/** What is needed to score a view. */
export interface TowerModel {
  version: string;
  files: TowerFile['tower'];
  /** A view's side in pixels. */
  side: number;
  bias: number;
  /** One a block: its logit is `offset + weights · class token`, 0 for an average picture. */
  parts: { name: string; offset: number; weights: Float32Array }[];
  /** `[blocks, width]`, where a value at a block's attention has to point to raise the logit; null if graphs don't ask. */
  directions: Float32Array | null;
  network: TowerNetwork;
}

/**
 * Checks `tower.json` against this code.
 * @param version the one that the deciding model was fitted over; any, if left out
 * @throws Error that names what does not fit
 */
export function loadTower(file: TowerFile, version?: string): TowerModel {
  expectEqual('schemaVersion', SCHEMA_VERSION, file.schemaVersion);
  expectEqual('name', 'tower', file.name);
  const { tower, view, model } = file;
  const { parts, bias } = model;
  const layout = `class tokens of CLIP ViT-B/16 blocks 1-${parts.length}`;
  expectEqual('featureLayout', layout, file.featureLayout);
  for (const [name, words] of Object.entries(VIEW)) {
    expectEqual(`view.${name}`, JSON.stringify(words), JSON.stringify(view[name as keyof typeof VIEW]));
  }
  if (version !== undefined) expectEqual('version', version, file.version);
  for (const part of [tower, tower.weights, tower.gpu]) {
    if (!part) continue;
    if (!/^[\w-]+\.\w+$/.test(part.file)) throw mismatch('a file', 'beside it', part.file);
    if (!/^[\da-f]{64}$/.test(part.digest)) throw mismatch('a digest', 'of 64 digits', part.digest);
  }
  const decoded = parts.map((part) => ({ ...part, weights: floatsOf(part.weights) }));
  for (const { name, weights } of decoded) {
    expectEqual(`weights of ${name} of length`, decoded[0].weights.length, weights.length);
  }
  const width = decoded[0].weights.length;
  const tokens = parts.length * width;
  const directions = model.directions === undefined ? null : floatsOf(model.directions);
  if (directions) expectEqual('directions of length', tokens, directions.length);
  const network = loadNetwork(model.network, tokens, width);
  return { version: file.version, files: tower, side: view.side, bias, parts: decoded, directions, network };
}

function expectEqual(what: string, expected: unknown, found: unknown): void {
  if (found !== expected) throw mismatch(what, JSON.stringify(expected), found);
}

const mismatch = (what: string, expected: string, found: unknown): Error =>
  new Error(`models/tower.json: expected ${what} ${expected}, found ${JSON.stringify(found)}`);
