import * as runtime from 'onnxruntime-web';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type TowerFolder, tinyLogit, tinyTower } from '../../tools/tiny-tower.ts';
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

test('a view’s logit is the graph’s tokens under the regression, block by block', async () => {
  const { judge } = await open(tinyTower());
  const { logit, probability, blocks, patches, provider } = await judge(VIEW);
  expect(provider).toBe('wasm');
  expect(logit).toBeCloseTo(tinyLogit(VIEW), 5);
  expect(probability).toBeCloseTo(1 / (1 + Math.exp(-logit)), 12);
  expect(blocks).toHaveLength(2);
  expect(blocks[0] + blocks[1] + 0.1).toBeCloseTo(logit, 10);
  expect(patches).toHaveLength(4);
});

test('one view after the other gets its own answer', async () => {
  const { judge } = await open(tinyTower());
  for (const shift of [0, 60, 20]) {
    const view = VIEW.map((value) => (value + shift) % 256);
    expect((await judge(view)).logit).toBeCloseTo(tinyLogit(view), 5);
  }
});

describe('files that don’t fit are named', () => {
  const elsewhere = (file: string, sha256: string) => tinyTower({ graphs: { wasm: { file, sha256 } } });
  const numbers = (length: number): number[] => Array(length).fill(1);
  const regression = (length: number) => ({
    ...{ mean: numbers(length), deviation: numbers(length), weights: numbers(length), bias: 0 },
  });

  test.each([
    ['another graph', elsewhere('tower.onnx', 'a'.repeat(64)), 'models/tower.onnx: expected SHA-256 aaaa'],
    ['a digest that is none', elsewhere('tower.onnx', 'abc'), 'expected sha256 64 digits, found "abc"'],
    ['a file elsewhere', elsewhere('../tower.onnx', 'a'.repeat(64)), 'found "../tower.onnx"'],
    ['other weights', tinyTower().set('tower.bin', new Uint8Array(12)), 'models/tower.bin: expected SHA-256'],
    [
      'a regression that is too short',
      tinyTower({ regression: regression(5) }),
      'models/tower.json: expected regression.mean of length 6, found 5',
    ],
    [
      'other tokens than described',
      tinyTower({ blocks: 3, regression: regression(9) }),
      'the tower gave 6 numbers instead of 3 × 3',
    ],
    [
      'a regression that leads nowhere',
      tinyTower({ regression: { ...regression(6), deviation: [0, 1, 1, 1, 1, 1] } }),
      'not a number',
    ],
  ])('%s', async (_, folder, message) => {
    await expect(open(folder).then(({ judge }) => judge(VIEW))).rejects.toThrow(message);
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
          const tokens = spoil(outputs.tokens.data as Float32Array, ++runs);
          return { ...outputs, tokens: new runtime.Tensor('float32', tokens, outputs.tokens.dims) };
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
    logit: expect.closeTo(tinyLogit(VIEW), 5),
  });
});

test('a GPU that fails later leaves its view and the following ones to WebAssembly', async () => {
  const failing = runtimeWithGpu((tokens, run) => (run === 1 ? tokens : tokens.fill(Number.NaN)));
  const opened = await open(tinyTower(), { gpu: hardware, runtime: failing });
  expect(opened.provider).toBe('webgpu');
  for (let i = 0; i < 2; i++) {
    expect(await opened.judge(VIEW)).toMatchObject({
      provider: 'wasm',
      logit: expect.closeTo(tinyLogit(VIEW), 5),
    });
  }
});

describe('a GPU that can’t be used leaves the tower on WebAssembly, with the reason', () => {
  const noGraph = JSON.parse(new TextDecoder().decode(tinyTower().get('tower.json'))).model.graphs;
  delete noGraph.webgpu;

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
      { gpu: hardware, runtime: runtimeWithGpu((tokens) => tokens.map((token) => token + 0.1)) },
      'the GPU failed its self-test',
    ],
  ])('%s', async (_, options, reason) => {
    const log = vi.fn();
    const opened = await open(tinyTower(), { ...options, log });
    expect(opened.provider).toBe('wasm');
    expect(log).toHaveBeenCalledWith(expect.stringContaining(`WebAssembly: ${reason}`));
    expect((await opened.judge(VIEW)).logit).toBeCloseTo(tinyLogit(VIEW), 5);
  });

  test('no graph for it', async () => {
    expect((await open(tinyTower({ graphs: noGraph }), { gpu: hardware })).provider).toBe('wasm');
  });
});
