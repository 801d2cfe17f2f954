import sharp from 'sharp';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { decodePicture } from '../../tools/decode-picture.ts';
import type { Analysis } from '../analysis.ts';
import { createNullGpu } from '../gpu/create-null-gpu.ts';
import { disguised } from '../gpu/disguised.ts';
import { createGpuAnalyzer } from '../gpu/gpu-analyzer.ts';
import { createSwiftshaderGpu, swiftshaderMissing } from '../gpu/swiftshader.ts';
import { twiddleTable } from '../gpu/twiddle-table.ts';
import { createCpuAnalyzer } from '../spectrum/cpu-analyzer.ts';
import { randomTiles } from '../spectrum/random-tiles.ts';
import type { SpectrumAnalyzer } from '../spectrum/spectra.ts';
import { bundledModels } from './bundled-models.ts';
import { createEngine } from './engine.ts';
import { createSpectrumEngine, type SpectrumEngine } from './spectrum-engine.ts';

const TILES = randomTiles(128, 2);

let cpu: SpectrumAnalyzer;
let engine: SpectrumEngine | undefined;
/** All devices that the engine asked for, in their order. */
let devices: GPUDevice[];
beforeAll(async () => {
  cpu = await createCpuAnalyzer({ window: 'none' });
});
afterEach(() => engine?.destroy());

/** @param onDevice what happens to a device, counted from 0, before the engine gets it. */
function watched(gpu: GPU, onDevice: (device: GPUDevice, count: number) => void = () => {}): GPU {
  devices = [];
  return disguised(gpu, {
    async requestAdapter() {
      const adapter = await gpu.requestAdapter();
      if (!adapter) throw new Error('no adapter');
      return disguised(adapter, {
        async requestDevice(descriptor: GPUDeviceDescriptor) {
          const device = await adapter.requestDevice(descriptor);
          onDevice(device, devices.push(device) - 1);
          return device;
        },
      });
    },
  });
}

/** All that the GPU's analyzer does on a device that can't compute; the numbers are the CPU's. */
const createAnalyzer: typeof createGpuAnalyzer = async (device, options) => {
  const analyzer = await createGpuAnalyzer(device, options);
  return {
    ...analyzer,
    async analyze(tiles) {
      await analyzer.analyze(tiles);
      return cpu.analyze(tiles);
    },
  };
};

const openEngine = async (
  onDevice?: Parameters<typeof watched>[1],
  analyzer = createAnalyzer,
): Promise<SpectrumEngine> => {
  const gpu = watched(createNullGpu(), onDevice);
  engine = await createSpectrumEngine({ gpu, createAnalyzer: analyzer });
  return engine;
};

test('a batch whose device is lost is measured on a new one', async () => {
  const { measure } = await openEngine();
  const during = measure(TILES);
  devices[0].destroy();
  expect(await during).toEqual({ spectra: await cpu.analyze(TILES), engine: 'gpu' });
  expect(devices).toHaveLength(2);
});

test('a batch that loses two devices is measured on the CPU, and the next on a third device', async () => {
  const { measure } = await openEngine((device, count) => {
    if (count === 1) device.destroy();
  });
  const during = measure(TILES);
  devices[0].destroy();
  expect(await during).toEqual({ spectra: await cpu.analyze(TILES), engine: 'cpu' });
  expect((await measure(TILES)).engine).toBe('gpu');
  expect(devices).toHaveLength(3);
});

test('after a loss between batches, the next batch gets a new device', async () => {
  const { measure } = await openEngine();
  devices[0].destroy();
  await devices[0].lost;
  expect((await measure(TILES)).engine).toBe('gpu');
  expect(devices).toHaveLength(2);
});

test.each<{ fault: string; onDevice?: (device: GPUDevice) => void; analyzer?: typeof createAnalyzer }>([
  { fault: 'dies at birth', onDevice: (device) => device.destroy() },
  {
    fault: 'dies with every batch',
    analyzer: async (device, options) => {
      const analyzer = await createAnalyzer(device, options);
      return {
        ...analyzer,
        analyze(tiles) {
          if (tiles.count === TILES.count) device.destroy();
          return analyzer.analyze(tiles);
        },
      };
    },
  },
])('a GPU that $fault is given up after four devices', async ({ onDevice, analyzer }) => {
  const { measure } = await openEngine(onDevice, analyzer);
  for (let batch = 0; batch < 10; batch++) expect((await measure(TILES)).engine).toBe('cpu');
  expect(devices).toHaveLength(4);
});

describe('in a run of 500 pictures', () => {
  const PICTURES = 500;
  const LOSSES = 100;
  const DISTINCT = 20;
  const AT_A_TIME = 4;

  const photographs = async (): Promise<Uint8Array<ArrayBuffer>[]> => {
    const photograph = sharp('node_modules/simplelightbox/demo/img/full/01.jpg');
    return Promise.all(
      Array.from({ length: DISTINCT }, async (_, i) => {
        const cut = { left: 64 * i, top: 48 * i, width: 128, height: 128 };
        return new Uint8Array(await photograph.clone().extract(cut).png().toBuffer());
      }),
    );
  };

  const outcomeOf = ({ outcome }: Analysis): object => ({ ...outcome, engine: undefined });

  test('100 devices lost at random moments change no answer', { timeout: 120_000 }, async () => {
    const spectra = await openEngine();
    const { analyze } = createEngine({ spectra, models: bundledModels(), decode: decodePicture });
    const pictures = await photographs();
    const undisturbed: object[] = [];
    for (const picture of pictures) undisturbed.push(outcomeOf((await analyze(picture)).analysis));
    expect(undisturbed).toEqual(Array(DISTINCT).fill(expect.objectContaining({ kind: 'measured' })));

    const destroyed = new Set<GPUDevice>();
    const counts = { gpu: 0, cpu: 0 };
    let next = 0;
    /** Every third loss may hit a device that is still being opened; more would have the engine give the GPU up. */
    const saboteur = async (): Promise<void> => {
      while (destroyed.size < LOSSES && next < PICTURES) {
        const measured = destroyed.size % 3 === 0 ? -1 : counts.gpu;
        let turns = Math.floor(Math.random() * 10);
        do await eventLoopTurn();
        while (next < PICTURES && (turns-- > 0 || counts.gpu === measured));
        const device = devices.at(-1);
        if (!device || destroyed.has(device)) continue;
        device.destroy();
        destroyed.add(device);
      }
    };
    const lane = async (): Promise<void> => {
      while (next < PICTURES) {
        const i = next++ % DISTINCT;
        const { analysis } = await analyze(pictures[i]);
        expect(outcomeOf(analysis)).toEqual(undisturbed[i]);
        if (analysis.outcome.kind === 'measured') counts[analysis.outcome.engine]++;
      }
    };
    await Promise.all([saboteur(), ...Array.from({ length: AT_A_TIME }, lane)]);
    expect(counts.gpu + counts.cpu).toBe(PICTURES);
    expect(destroyed.size).toBe(LOSSES);
  });
});

const eventLoopTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe.skipIf(swiftshaderMissing)(
  `with real numbers ${swiftshaderMissing ?? ''}`,
  { timeout: 180_000 },
  () => {
    test('a batch measured after a loss is the same, bit for bit', async () => {
      const gpu = watched(createSwiftshaderGpu());
      engine = await createSpectrumEngine({ gpu, allowFallback: true });
      const undisturbed = await engine.measure(TILES);
      const during = engine.measure(TILES);
      devices[0].destroy();
      expect(await during).toEqual(undisturbed);
      expect(undisturbed.engine).toBe('gpu');
    });

    test('a wrong twiddle makes the engine choose the CPU for good', async () => {
      const messages: string[] = [];
      engine = await createSpectrumEngine({
        gpu: watched(createSwiftshaderGpu()),
        allowFallback: true,
        log: (message) => messages.push(message),
        createAnalyzer: (device, options) =>
          createGpuAnalyzer(device, {
            ...options,
            twiddles: (side) => twiddleTable(side).map((value, at) => (at === 10 ? value + 1e-3 : value)),
          }),
      });
      expect(messages).toEqual([expect.stringMatching(/^CPU: the GPU failed its self-test: .* is off by/)]);
      for (let batch = 0; batch < 2; batch++) {
        expect(await engine.measure(TILES)).toEqual({ spectra: await cpu.analyze(TILES), engine: 'cpu' });
      }
      expect(devices).toHaveLength(1);
    });
  },
);
