import { floatsOf } from './floats-of.ts';

/** As it lies in `tower.json`: numbers are float32, little-endian, in base64. */
export interface TowerNetworkFile {
  /** Counted from 1: the class tokens of this block and of those behind it are read. */
  firstBlock: number;
  offset: number;
  /** Of each number read, over the training pictures. */
  mean: string;
  deviation: string;
  /** `[units, numbers]`, 8-bit integers, in base64; a unit's scale makes them its weights. */
  weights: string;
  /** One a unit. */
  scales: string;
  offsets: string;
  outputs: string;
}

/**
 * One hidden layer beside the tower's regression:
 * `offset + Σ outputs·max(0, offsets + scales·(weights · (token - mean) / deviation))`, 0 on average.
 */
export interface TowerNetwork {
  offset: number;
  mean: Float32Array;
  deviation: Float32Array;
  weights: Int8Array;
  scales: Float32Array;
  offsets: Float32Array;
  outputs: Float32Array;
}

/**
 * @param tokens numbers in the class tokens of all blocks
 * @param width numbers in one block's
 * @throws Error where the lists don't fit each other
 */
export function loadNetwork(file: TowerNetworkFile, tokens: number, width: number): TowerNetwork {
  const network = {
    offset: file.offset,
    mean: floatsOf(file.mean),
    deviation: floatsOf(file.deviation),
    weights: Int8Array.from(atob(file.weights), (letter) => letter.charCodeAt(0)),
    scales: floatsOf(file.scales),
    offsets: floatsOf(file.offsets),
    outputs: floatsOf(file.outputs),
  };
  const numbers = tokens - (file.firstBlock - 1) * width;
  const units = network.outputs.length;
  const expected = {
    mean: numbers,
    deviation: numbers,
    weights: units * numbers,
    scales: units,
    offsets: units,
  };
  for (const [name, length] of Object.entries(expected) as [keyof typeof expected, number][]) {
    const { length: found } = network[name];
    if (found !== length) {
      throw new Error(`models/tower.json: expected network.${name} of length ${length}, found ${found}`);
    }
  }
  return network;
}

/** What the network adds to the logit. @param tokens `[blocks, width]` */
export function networkLogit(network: TowerNetwork, tokens: Float32Array): number {
  const { offset, mean, deviation, weights, scales, offsets, outputs } = network;
  const inputs = tokens
    .subarray(tokens.length - mean.length)
    .map((value, i) => (value - mean[i]) / deviation[i]);
  let sum = offset;
  for (let unit = 0, at = 0; unit < outputs.length; unit++) {
    let dot = 0;
    for (let i = 0; i < inputs.length; i++, at++) dot += weights[at] * inputs[i];
    sum += outputs[unit] * Math.max(0, offsets[unit] + scales[unit] * dot);
  }
  return sum;
}
