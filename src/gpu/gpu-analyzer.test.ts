import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { randomTiles } from '../spectrum/random-tiles.ts';
import { type ReferenceSpectra, referenceSpectra } from '../spectrum/reference-spectra.ts';
import { radialBinCount, ringCount } from '../spectrum/rings.ts';
import { type Spectra, TILE_SIDES, type TileBatch, type TileSide } from '../spectrum/spectra.ts';
import { SPECTRA_TOLERANCE, worstRelativeErrors } from '../spectrum/worst-relative-error.ts';
import { acquireDevice } from './acquire-device.ts';
import { largestPart } from './batch-parts.ts';
import { createNullGpu } from './create-null-gpu.ts';
import { disguised } from './disguised.ts';
import { createGpuAnalyzer } from './gpu-analyzer.ts';
import { createSwiftshaderGpu, swiftshaderMissing } from './swiftshader.ts';
import type { StagedTiles } from './tile-textures.ts';

const PHOTOGRAPHS = ['simplelightbox/demo/img/full/01.jpg', 'simplelightbox/demo/img/full/04.jpg'];

async function photographTiles(side: TileSide, names: string[]): Promise<TileBatch> {
  const tiles = await Promise.all(
    names.map((name) =>
      sharp(`node_modules/${name}`)
        .extract({ left: 160, top: 80, width: side, height: side })
        .ensureAlpha()
        .raw()
        .toBuffer(),
    ),
  );
  return { side, count: tiles.length, rgba: Uint8Array.from(Buffer.concat(tiles)) };
}

async function openDevice(): Promise<GPUDevice> {
  const acquired = await acquireDevice(createSwiftshaderGpu(), { allowFallback: true });
  if (!acquired.device) throw new Error(acquired.reason);
  return acquired.device;
}

function expectAgreement(actual: Spectra, expected: ReferenceSpectra): void {
  for (const [quantity, error] of Object.entries(worstRelativeErrors(actual.side, actual, expected)))
    expect(error, quantity).toBeLessThan(SPECTRA_TOLERANCE);
}

test.each(TILE_SIDES)(
  "keeps to WebGPU's default limits at side %i, with one tile too many for them",
  async (side) => {
    const acquired = await acquireDevice(createNullGpu());
    if (!acquired.device) throw new Error(acquired.reason);
    const { device } = acquired;
    expect(device.limits).toMatchObject({
      maxBufferSize: 2 ** 28,
      maxStorageBufferBindingSize: 2 ** 27,
      maxStorageBuffersPerShaderStage: 8,
      maxComputeWorkgroupStorageSize: 2 ** 14,
      maxComputeInvocationsPerWorkgroup: 256,
      maxComputeWorkgroupSizeX: 256,
      maxComputeWorkgroupsPerDimension: 65535,
    });
    const analyzer = await createGpuAnalyzer(device, { window: 'none' });
    const count = largestPart(device.limits, side) + 1;
    const tiles: TileBatch = { side, count, rgba: new Uint8Array(count * side * side * 4) };
    expect(await analyzer.analyze(tiles)).toMatchObject({ side, count });
    analyzer.destroy();
    device.destroy();
  },
);

describe.skipIf(swiftshaderMissing)(`GPU analyzer ${swiftshaderMissing ?? ''}`, { timeout: 60_000 }, () => {
  let device: GPUDevice;
  beforeAll(async () => {
    device = await openDevice();
  });

  describe.each(['none', 'hann'] as const)('with window %s', (window) => {
    test.each(TILE_SIDES)('agrees with double precision at side %i', async (side) => {
      const analyzer = await createGpuAnalyzer(device, { window });
      const photographs = await photographTiles(side, side < 512 ? PHOTOGRAPHS : PHOTOGRAPHS.slice(0, 1));
      for (const tiles of side < 512 ? [randomTiles(side, 2), photographs] : [photographs]) {
        expectAgreement(await analyzer.analyze(tiles), referenceSpectra(tiles, window));
      }
      analyzer.destroy();
    });

    test('measures black, grey and flat coloured tiles', async () => {
      const side = 128;
      const analyzer = await createGpuAnalyzer(device, { window });
      const rgba = new Uint8Array(3 * side * side * 4)
        .fill(200, side * side * 4)
        .map((value, i) => (i >= 2 * side * side * 4 ? (i % 4) * 60 : value));
      const tiles: TileBatch = { side, count: 3, rgba };
      const spectra = await analyzer.analyze(tiles);
      const expected = referenceSpectra(tiles, window);
      const bins = radialBinCount(side);
      expect(spectra.reducedSpectrum.subarray(0, bins)).toEqual(new Float32Array(bins));
      expect(spectra.reducedSpectrum[bins]).toBe(1);
      for (const quantity of [
        'azimuthalAverage',
        'logSpectrum',
        'directions',
        'logMap',
        'dctMap',
        'statistics',
      ] as const) {
        spectra[quantity].forEach((value, i) => {
          expect(value, `${quantity} ${i}`).toBeCloseTo(expected[quantity][i], 3);
        });
      }
      analyzer.destroy();
    });
  });

  test('gives the same numbers every time, however many batches wait and whatever came before', async () => {
    const analyzer = await createGpuAnalyzer(device, { window: 'none' });
    const small = randomTiles(128, 5, 7);
    const large = randomTiles(256, 2, 8);
    const [first, second, third] = await Promise.all(
      [small, large, small].map((tiles) => analyzer.analyze(tiles)),
    );
    expect(third).toEqual(first);
    expect(await analyzer.analyze(large)).toEqual(second);
    const last: TileBatch = { side: 128, count: 1, rgba: small.rgba.subarray(4 * 128 * 128 * 4) };
    const alone = await analyzer.analyze(last);
    expect(alone.azimuthalAverage).toEqual(first.azimuthalAverage.subarray(4 * ringCount(128)));
    expect(alone.powerSpectrum).toEqual(first.powerSpectrum.subarray(4 * 4 * radialBinCount(128)));
    expect(alone.statistics).toEqual(first.statistics.subarray(4 * 5));
    analyzer.destroy();
  });

  test('takes an empty batch', async () => {
    const analyzer = await createGpuAnalyzer(device, { window: 'none' });
    const spectra = await analyzer.analyze({ side: 512, count: 0, rgba: new Uint8Array(0) });
    const { side, count, ...quantities } = spectra;
    expect([side, count]).toEqual([512, 0]);
    for (const values of Object.values(quantities)) expect(values).toHaveLength(0);
    analyzer.destroy();
  });

  test('refuses a batch that is not what it says', async () => {
    const analyzer = await createGpuAnalyzer(device, { window: 'none' });
    const tiles = { ...randomTiles(128, 1), count: 2 };
    await expect(analyzer.analyze(tiles)).rejects.toThrow(RangeError);
    await expect(analyzer.analyze({ ...tiles, side: 64 as TileSide })).rejects.toThrow(RangeError);
    analyzer.destroy();
  });

  test.each([
    { limit: 'maxStorageBufferBindingSize', value: 3 * 5 * 8 * 128 * 65 },
    { limit: 'maxBufferSize', value: 2 * 5 * 8 * 128 * 65 + 1 },
  ])('splits a batch that exceeds $limit', async ({ limit, value }) => {
    const { maxStorageBufferBindingSize, maxBufferSize, maxComputeWorkgroupsPerDimension } = device.limits;
    const limits = {
      maxStorageBufferBindingSize,
      maxBufferSize,
      maxComputeWorkgroupsPerDimension,
      [limit]: value,
    };
    const buffers: GPUBufferDescriptor[] = [];
    const createBuffer = (descriptor: GPUBufferDescriptor): GPUBuffer => {
      buffers.push(descriptor);
      return device.createBuffer(descriptor);
    };
    const tiles = randomTiles(128, 5, 3);
    const querySet = device.createQuerySet({ type: 'timestamp', count: 2 });
    const whole = await createGpuAnalyzer(device, { window: 'none' });
    const split = await createGpuAnalyzer(disguised(device, { limits, createBuffer }), { window: 'none' });
    buffers.length = 0;
    expect(await split.analyze(tiles, { querySet })).toEqual(await whole.analyze(tiles));
    const pixels = buffers.find(({ label }) => label?.endsWith('rgba'));
    expect(pixels?.size).toBeLessThan(tiles.rgba.length);
    whole.destroy();
    split.destroy();
    querySet.destroy();
  });

  test('measures tiles in textures as it does bytes, split in the middle of a picture too', async () => {
    const side = 128;
    const tiles = randomTiles(side, 5, 3);
    const bytesPerTile = 4 * side * side;
    const inTextures = (count: number, first: number): StagedTiles => {
      const usage = GPUTextureUsage.COPY_DST | GPUTextureUsage.COPY_SRC;
      const texture = device.createTexture({ size: [side, side, 16], format: 'rgba8unorm', usage });
      const layout = { offset: first * bytesPerTile, bytesPerRow: 4 * side, rowsPerImage: side };
      device.queue.writeTexture({ texture }, tiles.rgba, layout, [side, side, count]);
      return { side, count, texture, failure: Promise.resolve(undefined) };
    };
    const whole = await createGpuAnalyzer(device, { window: 'none' });
    const expected = await whole.analyze(tiles);
    expect(await whole.analyzeStaged([inTextures(5, 0)])).toEqual(expected);
    const limits = {
      maxStorageBufferBindingSize: 2 * 5 * 8 * 128 * 65,
      maxBufferSize: 2 ** 28,
      maxComputeWorkgroupsPerDimension: 65535,
    };
    expect(largestPart(limits as GPUSupportedLimits, side)).toBe(2);
    const split = await createGpuAnalyzer(disguised(device, { limits }), { window: 'none' });
    expect(await split.analyzeStaged([inTextures(1, 0), inTextures(3, 1), inTextures(1, 4)])).toEqual(
      expected,
    );
    whole.destroy();
    split.destroy();
  });

  test('passes on that tiles could not be copied to their texture', async () => {
    const analyzer = await createGpuAnalyzer(device, { window: 'none' });
    const texture = device.createTexture({
      size: [128, 128],
      format: 'rgba8unorm',
      usage: GPUTextureUsage.COPY_SRC,
    });
    const failure = Promise.resolve(new Error('out of memory'));
    const staged = { side: 128 as const, count: 1, texture, failure };
    await expect(analyzer.analyzeStaged([staged])).rejects.toThrow('out of memory');
    analyzer.destroy();
  });

  test('names both numbers where not even one tile fits', async () => {
    const limits = {
      maxStorageBufferBindingSize: 200_000,
      maxBufferSize: 2 ** 28,
      maxComputeWorkgroupsPerDimension: 65535,
    };
    const analyzer = await createGpuAnalyzer(disguised(device, { limits }), { window: 'none' });
    await expect(analyzer.analyze(randomTiles(256, 1))).rejects.toThrow(/1320960 bytes.*allows 200000/);
    analyzer.destroy();
  });

  test('writes timestamps of the batch', async () => {
    const analyzer = await createGpuAnalyzer(device, { window: 'none' });
    const querySet = device.createQuerySet({ type: 'timestamp', count: 2 });
    await analyzer.analyze(randomTiles(128, 2), { querySet });
    const resolved = device.createBuffer({
      size: 16,
      usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
    });
    const readBack = device.createBuffer({
      size: 16,
      usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
    });
    const encoder = device.createCommandEncoder();
    encoder.resolveQuerySet(querySet, 0, 2, resolved, 0);
    encoder.copyBufferToBuffer(resolved, 0, readBack, 0, 16);
    device.queue.submit([encoder.finish()]);
    await readBack.mapAsync(GPUMapMode.READ);
    const [begin, end] = new BigUint64Array(readBack.getMappedRange());
    expect(end).toBeGreaterThan(begin);
    analyzer.destroy();
  });

  test('passes on what the device finds wrong, and recovers', async () => {
    const analyzer = await createGpuAnalyzer(device, { window: 'none' });
    const tiles = randomTiles(128, 1);
    const querySet = device.createQuerySet({ type: 'occlusion', count: 2 });
    await expect(analyzer.analyze(tiles, { querySet })).rejects.toThrow(/GPU refused the work: .*timestamp/i);
    expectAgreement(await analyzer.analyze(tiles), referenceSpectra(tiles, 'none'));
    analyzer.destroy();
  });

  test('passes on that a buffer could not be made', async () => {
    const createBuffer = (descriptor: GPUBufferDescriptor): GPUBuffer => {
      const size = descriptor.label?.endsWith(' spectra') ? device.limits.maxBufferSize * 2 : descriptor.size;
      return device.createBuffer({ ...descriptor, size });
    };
    const analyzer = await createGpuAnalyzer(disguised(device, { createBuffer }), { window: 'none' });
    await expect(analyzer.analyze(randomTiles(128, 1))).rejects.toThrow(/GPU refused the work: .*size/i);
    analyzer.destroy();
  });

  test('rejects at once after the device is lost, before, during and after a batch', async () => {
    const doomed = await openDevice();
    const analyzer = await createGpuAnalyzer(doomed, { window: 'none' });
    const during = analyzer.analyze(randomTiles(256, 4));
    const waiting = analyzer.analyze(randomTiles(128, 1));
    setTimeout(() => doomed.destroy(), 5);
    await expect(during).rejects.toThrow(/GPU device lost/);
    await expect(waiting).rejects.toThrow(/GPU device lost/);
    await expect(analyzer.analyze(randomTiles(128, 1))).rejects.toThrow(/GPU device lost/);
    await expect(createGpuAnalyzer(doomed, { window: 'none' })).rejects.toThrow(/GPU device lost/);
    analyzer.destroy();
  });

  test('rejects after it was destroyed', async () => {
    const analyzer = await createGpuAnalyzer(device, { window: 'none' });
    const during = analyzer.analyze(randomTiles(128, 1));
    analyzer.destroy();
    await expect(during).rejects.toThrow(/analyzer was destroyed/);
    await expect(analyzer.analyze(randomTiles(128, 1))).rejects.toThrow(/analyzer was destroyed/);
  });
});
