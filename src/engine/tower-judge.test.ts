import * as runtime from 'onnxruntime-web';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { base64, type TowerFolder, tinyLogit, tinyPatches, tinyTower } from '../../tools/tiny-tower.ts';
import type { TowerFile } from '../detector/tower-model.ts';
import { towerScore } from '../detector/tower-score.ts';
import { openTowerFiles } from './tower-files.ts';
import { openTowerJudge, type TowerJudge, type TowerJudgeOptions } from './tower-judge.ts';
import type { OnnxRuntime } from './tower-session.ts';

runtime.env.wasm.numThreads = 1;

const SIDE = 32;
const VIEW = Float32Array.from({ length: 3 * SIDE * SIDE }, (_, i) => (i * 7) % 256);

const filesOf = (folder: TowerFolder, version?: string) =>
  openTowerFiles(async (name) => {
    const bytes = folder.get(name);
    if (!bytes) throw new Error(`no ${name}`);
    return bytes;
  }, version);

let judge: TowerJudge | null = null;
afterEach(async () => {
  await judge?.release();
  judge = null;
});

const open = async (folder: TowerFolder, options: Partial<TowerJudgeOptions> = {}): Promise<TowerJudge> => {
  judge = await openTowerJudge({ runtime, files: await filesOf(folder), gpu: null, ...options });
  return judge;
};

test('a view’s logit is the graph’s tokens under the regression, block by block, and the network', async () => {
  const { judge } = await open(tinyTower());
  const { logit, probability, parts, provider } = await judge(VIEW);
  expect(provider).toBe('wasm');
  expect(logit).toBeCloseTo(tinyLogit(VIEW), 4);
  expect(probability).toBeCloseTo(1 / (1 + Math.exp(-logit)), 12);
  expect(parts.map(({ name }) => name)).toEqual(['block 1', 'block 2', 'network']);
  expect(parts.reduce((sum, part) => sum + part.logit, 0.1)).toBeCloseTo(logit, 10);
});

test('a view’s patches are the graph’s, along the directions', async () => {
  const { judge } = await open(tinyTower());
  const { patches } = await judge(VIEW);
  expect(Array.from(patches ?? [])).toEqual(tinyPatches(VIEW).map((part) => expect.closeTo(part, 3)));
});

test('one view after the other gets its own answer', async () => {
  const { judge } = await open(tinyTower());
  for (const shift of [0, 60, 20]) {
    const view = VIEW.map((value) => (value + shift) % 256);
    expect((await judge(view)).logit).toBeCloseTo(tinyLogit(view), 4);
  }
});

describe('files that don’t fit are named', () => {
  const digest = 'a'.repeat(64);
  const changed = (change: (file: TowerFile) => object): TowerFolder =>
    tinyTower((file) => Object.assign(file, change(file)));

  test.each([
    [
      'another schema',
      changed(() => ({ schemaVersion: 2 })),
      'tower.json: expected schemaVersion 1, found 2',
    ],
    ['another way to see', changed(({ view }) => ({ view: { ...view, crop: 'all' } })), 'view.crop'],
    [
      'a part too few',
      changed(({ model }) => ({ model: { ...model, parts: model.parts.slice(1) } })),
      'blocks 1-1',
    ],
    [
      'parts of different lengths',
      changed(({ model }) => {
        const [first, second] = model.parts;
        return { model: { ...model, parts: [first, { ...second, weights: base64([1]) }] } };
      }),
      'weights of block 2 of length 2, found 1',
    ],
    [
      'a direction too few',
      changed(({ model }) => ({ model: { ...model, directions: base64([1, 2]) } })),
      'directions of length 4, found 2',
    ],
    [
      'a unit without its scale',
      changed(({ model }) => ({
        model: { ...model, network: { ...model.network, scales: base64([1]) } },
      })),
      'network.scales of length 2, found 1',
    ],
    [
      'another graph',
      changed(({ tower }) => ({ tower: { ...tower, digest } })),
      'models/tower.onnx: expected digest aaaa',
    ],
    [
      'a digest that is none',
      changed(({ tower }) => ({ tower: { ...tower, digest: 'abc' } })),
      'expected a digest of 64 digits, found "abc"',
    ],
    [
      'a file elsewhere',
      changed(({ tower }) => ({ tower: { ...tower, file: '../tower.onnx' } })),
      'found "../tower.onnx"',
    ],
    ['other weights', tinyTower().set('tower.bin', new Uint8Array(72)), 'models/tower.bin: expected digest'],
    [
      'other shapes',
      changed(({ tower: { weights, ...tower } }) => ({
        tower: { ...tower, weights: { ...weights, shapes: [[64, 4]] } },
      })),
      '72 bytes of weights instead of 144',
    ],
    [
      'other tokens than described',
      changed(({ model }) => ({
        model: {
          ...model,
          parts: model.parts.map((part) => ({ ...part, weights: base64([1, 2, 3]) })),
          directions: base64([1, 2, 3, 4, 5, 6]),
          network: { ...model.network, firstBlock: 3, mean: '', deviation: '', weights: '' },
        },
      })),
      'invalid dimensions for input: directions',
    ],
    [
      'a regression that leads nowhere',
      changed(({ model }) => ({
        model: {
          ...model,
          parts: model.parts.map((part) => ({ ...part, weights: base64([1, Number.NaN]) })),
        },
      })),
      'not a number',
    ],
  ])('%s', async (_, folder, message) => {
    await expect(open(folder).then(({ judge }) => judge(VIEW))).rejects.toThrow(message);
  });

  test('tokens of another length than the regression’s', async () => {
    const { model } = await filesOf(tinyTower());
    expect(() => towerScore(model, new Float32Array(3))).toThrow('gave 3 numbers instead of 2 × 2');
  });

  test('no files at all', async () => {
    await expect(filesOf(new Map())).rejects.toThrow('no tower.json');
  });

  test('another version than the deciding model’s', async () => {
    await expect(filesOf(tinyTower(), 'abc')).rejects.toThrow('expected version "abc", found "tiny"');
  });
});

const gpuWith = (adapter: { info: { isFallbackAdapter: boolean } } | null): GPU =>
  ({ requestAdapter: async () => adapter }) as unknown as GPU;
const hardware = gpuWith({ info: { isFallbackAdapter: false } });

/** A runtime whose GPU is the CPU, and whose n-th run there goes through `spoil`. */
const runtimeWithGpu = (spoil: (tokens: Float32Array, run: number) => Float32Array): OnnxRuntime => ({
  Tensor: runtime.Tensor,
  InferenceSession: {
    async create(graph, options) {
      const session = await runtime.InferenceSession.create(graph, {
        ...options,
        executionProviders: ['wasm'],
      });
      if (options.executionProviders?.[0] === 'wasm') return session;
      let runs = 0;
      return Object.assign(Object.create(session), {
        async run(feeds: runtime.InferenceSession.FeedsType) {
          const outputs = await session.run(feeds);
          const tokens = spoil(outputs.classes.data as Float32Array, ++runs);
          return { ...outputs, classes: new runtime.Tensor('float32', tokens, outputs.classes.dims) };
        },
        release: () => session.release(),
      });
    },
  },
});

test('a GPU that passes the self-test judges', async () => {
  const opened = await open(tinyTower(), { gpu: hardware, runtime: runtimeWithGpu((tokens) => tokens) });
  expect(await opened.judge(VIEW)).toMatchObject({
    provider: 'webgpu',
    logit: expect.closeTo(tinyLogit(VIEW), 4),
  });
});

test('a GPU that fails later leaves its view and the following ones to WebAssembly', async () => {
  const failing = runtimeWithGpu((tokens, run) => (run === 1 ? tokens : tokens.fill(Number.NaN)));
  const opened = await open(tinyTower(), { gpu: hardware, runtime: failing });
  expect(opened.provider).toBe('webgpu');
  for (let i = 0; i < 2; i++) {
    expect(await opened.judge(VIEW)).toMatchObject({
      provider: 'wasm',
      logit: expect.closeTo(tinyLogit(VIEW), 4),
    });
  }
});

describe('a GPU that can’t be used leaves the tower on WebAssembly, with the reason', () => {
  test.each([
    ['no adapter', { gpu: gpuWith(null) }, 'no GPU adapter'],
    [
      'an adapter that computes on the CPU',
      { gpu: gpuWith({ info: { isFallbackAdapter: true } }) },
      'no GPU adapter',
    ],
    ['an adapter that the runtime can’t use', { gpu: hardware }, ''],
    [
      'wrong numbers',
      { gpu: hardware, runtime: runtimeWithGpu((tokens) => tokens.map((token) => token + 1)) },
      'the GPU failed its self-test',
    ],
  ])('%s', async (_, options, reason) => {
    const log = vi.fn();
    const opened = await open(tinyTower(), { ...options, log });
    expect(opened.provider).toBe('wasm');
    expect(log).toHaveBeenCalledWith(expect.stringContaining(`WebAssembly: ${reason}`));
    expect((await opened.judge(VIEW)).logit).toBeCloseTo(tinyLogit(VIEW), 4);
  });

  test('no graph for it', async () => {
    const folder = tinyTower(({ tower }) => {
      delete tower.gpu;
    });
    expect((await open(folder, { gpu: hardware })).provider).toBe('wasm');
  });
});
