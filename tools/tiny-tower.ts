import { createHash } from 'node:crypto';
import { type ModelFile, SCHEMA_VERSION } from '../src/detector/model-files.ts';
import { TOWER_LAYOUT, type TowerFile, type TowerModel } from '../src/detector/tower-model.ts';
import { probeView } from '../src/detector/tower-probe.ts';

/** Files as they lie beside each other in `models/`, by name. */
export type TowerFolder = Map<string, Uint8Array<ArrayBuffer>>;

const SIDE = 32;
const SCALES = [1, -2, 0.5];
const MEAN = [120, 110, 100];
const DEVIATION = [70, 65, 60];
const WEIGHTS = [0.8, -0.4, 0.3, 0.2, 0.5, -0.6];
const BIAS = 0.1;

/**
 * A tower for tests, whose answers can be told without it: its first class token is the view's mean red, green and blue,
 * standardised; its second the same times `SCALES`, which lie in a file of their own; its patches are the means of the
 * view's quarters.
 */
export function tinyTower(changes: Partial<TowerModel> = {}): TowerFolder {
  const graph = tinyGraph();
  const weights = new Uint8Array(Float32Array.from(SCALES).buffer);
  const model: TowerModel = {
    side: SIDE,
    blocks: 2,
    width: 3,
    mean: MEAN,
    deviation: DEVIATION,
    graphs: {
      wasm: tied('tower.onnx', graph),
      webgpu: { ...tied('tower.onnx', graph), probe: tinyLogit(probeView(SIDE)) },
    },
    weights: tied('tower.bin', weights),
    regression: { mean: Array(6).fill(0), deviation: Array(6).fill(1), weights: WEIGHTS, bias: BIAS },
    ...changes,
  };
  const description: ModelFile<TowerModel> = {
    schemaVersion: SCHEMA_VERSION,
    name: 'tower',
    featureLayout: TOWER_LAYOUT,
    version: 'tiny',
    trainingList: '',
    report: null,
    model,
  };
  return new Map([
    ['tower.json', new TextEncoder().encode(JSON.stringify(description))],
    ['tower.onnx', graph],
    ['tower.bin', weights],
  ]);
}

/** The logit that the tiny tower must give a view. */
export function tinyLogit(view: Float32Array): number {
  const means = MEAN.map((mean, channel) => {
    const plane = view.subarray(channel * SIDE * SIDE, (channel + 1) * SIDE * SIDE);
    return (plane.reduce((sum, value) => sum + value, 0) / plane.length - mean) / DEVIATION[channel];
  });
  const tokens = [...means, ...means.map((mean, channel) => mean * SCALES[channel])];
  return tokens.reduce((sum, token, i) => sum + token * WEIGHTS[i], BIAS);
}

const tied = (file: string, bytes: Uint8Array): TowerFile => ({
  file,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

/** An ONNX file by hand: protocol buffers with the field numbers of `onnx.proto3`. */
function tinyGraph(): Uint8Array<ArrayBuffer> {
  const FLOAT = 1;
  const INT64 = 7;
  const EXTERNAL = 1;
  const shapes = (name: string, values: number[]): Buffer =>
    message(5, [
      number(1, values.length),
      number(2, INT64),
      text(8, name),
      bytes(9, Buffer.from(BigInt64Array.from(values, BigInt).buffer)),
    ]);
  const scales = message(5, [
    ...[number(1, SCALES.length), number(2, FLOAT), text(8, 'scales')],
    ...Object.entries({ location: 'tower.bin', offset: '0', length: String(4 * SCALES.length) }).map(
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
  const value = (field: number, name: string, shape: (string | number)[]): Buffer =>
    message(field, [
      text(1, name),
      message(2, [
        message(1, [
          number(1, FLOAT),
          message(
            2,
            shape.map((length) =>
              message(1, [typeof length === 'string' ? text(2, length) : number(1, length)]),
            ),
          ),
        ]),
      ]),
    ]);
  const quarter = [SIDE / 2, SIDE / 2];
  return new Uint8Array(
    Buffer.concat([
      number(1, 8),
      message(7, [
        node('GlobalAveragePool', ['view'], 'means'),
        node('Reshape', ['means', 'token'], 'first'),
        node('Mul', ['first', 'scales'], 'second'),
        node('Concat', ['first', 'second'], 'tokens', [whole('axis', 1)]),
        node('AveragePool', ['view'], 'quarters', [
          wholes('kernel_shape', quarter),
          wholes('strides', quarter),
        ]),
        node('ReduceMean', ['quarters'], 'grey', [wholes('axes', [1]), whole('keepdims', 0)]),
        node('Reshape', ['grey', 'list'], 'patches'),
        text(2, 'tiny'),
        shapes('token', [-1, 1, 3]),
        shapes('list', [-1, 4]),
        scales,
        value(11, 'view', ['n', 3, SIDE, SIDE]),
        value(12, 'tokens', ['n', 2, 3]),
        value(12, 'patches', ['n', 4]),
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
