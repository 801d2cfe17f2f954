import { createHash } from 'node:crypto';
import { SCHEMA_VERSION } from '../src/detector/model-files.ts';
import type { TowerFile, TowerPart } from '../src/detector/tower-model.ts';
import { probeView } from '../src/detector/tower-probe.ts';

/** Files as they lie beside each other in `models/`, by name. */
export type TowerFolder = Map<string, Uint8Array<ArrayBuffer>>;

const SIDE = 32;
const BLOCKS = 2;
const WIDTH = 2;
const COLUMNS = BLOCKS * WIDTH;
const ZERO = 7;
const codeOf = (row: number, column: number): number => (row + 3 * column) % 16;
const SCALE = 0.01;
const REGRESSION = [0.4, -0.3, 0.2, 0.1];
const OFFSETS = [0.5, -0.25];
const BIAS = 0.1;
const DIRECTIONS = [1, -1, 0.5, 2];
const NETWORK = {
  mean: [10, -5],
  deviation: [20, 10],
  weights: [
    [100, -50],
    [-127, 0],
  ],
  scales: [0.02, 0.01],
  offsets: [1, -0.5],
  outputs: [0.3, -0.2],
  offset: 0.15,
};

/**
 * A tower for tests, whose answers can be told without it: it takes the mean of each of a view's columns, times a matrix
 * that lies packed in a file of its own, for class tokens, and the means of the view's quarters, each times one of the
 * directions, for its patches.
 */
export function tinyTower(change: (file: TowerFile) => void = () => {}): TowerFolder {
  const graph = tinyGraph();
  const weights = packedMatrix();
  const file: TowerFile = {
    schemaVersion: SCHEMA_VERSION,
    name: 'tower',
    featureLayout: `class tokens of CLIP ViT-B/16 blocks 1-${BLOCKS}`,
    version: 'tiny',
    report: null,
    tower: {
      ...tied('tower.onnx', graph),
      input: 'pixels',
      output: 'classes',
      weights: { ...tied('tower.bin', weights), shapes: [[SIDE, COLUMNS]] },
      gpu: { ...tied('tower.onnx', graph), logit: tinyLogit(probeView(SIDE)) },
    },
    view: { side: SIDE, kernel: 'triangle', crop: 'middle square', range: [0, 255], layout: 'NCHW' },
    model: {
      bias: BIAS,
      parts: OFFSETS.map((offset, block) => ({
        name: `block ${block + 1}`,
        offset,
        weights: base64(REGRESSION.slice(block * WIDTH, (block + 1) * WIDTH)),
      })),
      directions: base64(DIRECTIONS),
      network: {
        firstBlock: BLOCKS,
        offset: NETWORK.offset,
        mean: base64(NETWORK.mean),
        deviation: base64(NETWORK.deviation),
        weights: Buffer.from(Int8Array.from(NETWORK.weights.flat()).buffer).toString('base64'),
        scales: base64(NETWORK.scales),
        offsets: base64(NETWORK.offsets),
        outputs: base64(NETWORK.outputs),
      },
    },
  };
  change(file);
  return new Map([
    ['tower.json', new TextEncoder().encode(JSON.stringify(file))],
    ['tower.onnx', graph],
    ['tower.bin', weights],
  ]);
}

/** The logit that the tiny tower must give a view. */
export function tinyLogit(view: Float32Array): number {
  const means = Array.from({ length: SIDE }, (_, x) => {
    const column = view.filter((_, i) => i % SIDE === x);
    return column.reduce((sum, value) => sum + value, 0) / column.length;
  });
  const tokens = Array.from({ length: COLUMNS }, (_, column) =>
    means.reduce((sum, mean, row) => sum + mean * (codeOf(row, column) - ZERO) * SCALE, 0),
  );
  const offsets = OFFSETS.reduce((sum, offset) => sum + offset, BIAS);
  const inputs = tokens.slice(-WIDTH).map((token, i) => (token - NETWORK.mean[i]) / NETWORK.deviation[i]);
  const network = NETWORK.outputs.reduce((sum, output, unit) => {
    const dot = inputs.reduce((total, input, i) => total + NETWORK.weights[unit][i] * input, 0);
    return sum + output * Math.max(0, NETWORK.offsets[unit] + NETWORK.scales[unit] * dot);
  }, NETWORK.offset);
  return tokens.reduce((sum, token, i) => sum + token * REGRESSION[i], offsets + network);
}

/** What the tiny tower must say of a view's quarters. */
export function tinyPatches(view: Float32Array): number[] {
  return DIRECTIONS.map((direction, quarter) => {
    const pixels = view.filter((_, i) => {
      const [y, x] = [Math.floor(i / SIDE) % SIDE, i % SIDE];
      return 2 * Math.floor((2 * y) / SIDE) + Math.floor((2 * x) / SIDE) === quarter;
    });
    return (direction * pixels.reduce((sum, value) => sum + value, 0)) / pixels.length;
  });
}

export const base64 = (numbers: number[]): string =>
  Buffer.from(Float32Array.from(numbers).buffer).toString('base64');

const tied = (file: string, bytes: Uint8Array): TowerPart => ({
  file,
  digest: createHash('sha256').update(bytes).digest('hex'),
});

/** As `unpackWeights` reads it: codes, scales of sixteen sixteenths, zero points. */
function packedMatrix(): Uint8Array<ArrayBuffer> {
  const codes = Array.from({ length: (SIDE * COLUMNS) / 2 }, (_, i) => {
    const [row, column] = [Math.floor((2 * i) / COLUMNS), (2 * i) % COLUMNS];
    return codeOf(row, column) | (codeOf(row, column + 1) << 4);
  });
  return Uint8Array.from([...codes, ...Array(COLUMNS).fill(16), ...Array(COLUMNS).fill(ZERO)]);
}

/** An ONNX file by hand: protocol buffers with the field numbers of `onnx.proto3`. */
function tinyGraph(): Uint8Array<ArrayBuffer> {
  const [FLOAT, INT8, INT64] = [1, 3, 7];
  const EXTERNAL = 1;
  const shape = (name: string, lengths: number[]): Buffer =>
    message(5, [
      ...[number(1, lengths.length), number(2, INT64), text(8, name)],
      bytes(9, Buffer.from(BigInt64Array.from(lengths, BigInt).buffer)),
    ]);
  const scale = message(5, [
    ...[number(2, FLOAT), text(8, 'scale')],
    bytes(9, Buffer.from(Float32Array.of(SCALE).buffer)),
  ]);
  const matrix = message(5, [
    ...[number(1, SIDE), number(1, COLUMNS), number(2, INT8), text(8, 'matrix')],
    ...Object.entries({ location: 'tower.bin', offset: '0', length: `${SIDE * COLUMNS}` }).map(
      ([key, value]) => message(13, [text(1, key), text(2, value)]),
    ),
    number(14, EXTERNAL),
  ]);
  const node = (type: string, inputs: string[], output: string, attributes: Buffer[] = []): Buffer =>
    message(1, [
      ...inputs.map((input) => text(1, input)),
      ...[text(2, output), text(3, output), text(4, type)],
      ...attributes,
    ]);
  const whole = (name: string, value: number): Buffer =>
    message(5, [text(1, name), number(3, value), number(20, 2)]);
  const wholes = (name: string, values: number[]): Buffer =>
    message(5, [text(1, name), ...values.map((value) => number(8, value)), number(20, 7)]);
  const value = (field: number, name: string, lengths: number[]): Buffer => {
    const dimensions = lengths.map((length) => message(1, [number(1, length)]));
    return message(field, [
      text(1, name),
      message(2, [message(1, [number(1, FLOAT), message(2, dimensions)])]),
    ]);
  };
  const quarter = [SIDE / 2, SIDE / 2];
  return new Uint8Array(
    Buffer.concat([
      number(1, 8),
      message(7, [
        node('ReduceMean', ['pixels'], 'means', [wholes('axes', [1, 2]), whole('keepdims', 0)]),
        node('DequantizeLinear', ['matrix', 'scale'], 'weights'),
        node('MatMul', ['means', 'weights'], 'product'),
        node('Reshape', ['product', 'tokens'], 'classes'),
        node('AveragePool', ['pixels'], 'quarters', [
          wholes('kernel_shape', quarter),
          wholes('strides', quarter),
        ]),
        node('ReduceMean', ['quarters'], 'grey', [wholes('axes', [1]), whole('keepdims', 0)]),
        node('Reshape', ['grey', 'list'], 'greys'),
        node('Reshape', ['directions', 'list'], 'factors'),
        node('Mul', ['greys', 'factors'], 'patches'),
        text(2, 'tiny'),
        ...[shape('tokens', [1, BLOCKS, WIDTH]), shape('list', [1, 4]), scale, matrix],
        value(11, 'pixels', [1, 3, SIDE, SIDE]),
        value(11, 'directions', [1, BLOCKS, WIDTH]),
        value(12, 'classes', [1, BLOCKS, WIDTH]),
        value(12, 'patches', [1, 4]),
      ]),
      message(8, [number(2, 13)]),
    ]),
  );
}

const variableLength = (value: number): number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...variableLength(value >>> 7)];
const number = (field: number, value: number): Buffer =>
  Buffer.from([...variableLength(field << 3), ...variableLength(value)]);
const bytes = (field: number, content: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from([...variableLength((field << 3) | 2), ...variableLength(content.length)]),
    content,
  ]);
const text = (field: number, content: string): Buffer => bytes(field, Buffer.from(content));
const message = (field: number, parts: Buffer[]): Buffer => bytes(field, Buffer.concat(parts));
