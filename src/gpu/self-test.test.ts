import { beforeAll, describe, expect, test, vi } from 'vitest';
import { randomTiles } from '../spectrum/random-tiles.ts';
import { type ReferenceSpectra, referenceSpectra } from '../spectrum/reference-spectra.ts';
import type { Spectra, SpectrumAnalyzer, TileBatch, Window } from '../spectrum/spectra.ts';
import { SPECTRA_TOLERANCE } from '../spectrum/worst-relative-error.ts';
import { acquireDevice } from './acquire-device.ts';
import { createGpuAnalyzer } from './gpu-analyzer.ts';
import { createSelfTest } from './self-test.ts';
import { createSwiftshaderGpu, swiftshaderMissing } from './swiftshader.ts';
import { twiddleTable } from './twiddle-table.ts';

const referenceAnalyzer = (window: Window): SpectrumAnalyzer => ({
  kind: 'cpu',
  async analyze(tiles) {
    const quantities = Object.entries(referenceSpectra(tiles, window));
    const rounded = quantities.map(([name, values]) => [name, Float32Array.from(values)]);
    return { side: tiles.side, count: tiles.count, ...Object.fromEntries(rounded) };
  },
  destroy() {},
});

test('trusts an analyzer that agrees', async () => {
  const reference = referenceAnalyzer('none');
  expect(await createSelfTest(reference)(reference)).toEqual({ trusted: true, worstError: 0 });
});

test('sees one wrong number in any quantity', async () => {
  const honest = referenceAnalyzer('none');
  let known: Spectra | undefined;
  const analyze = async (tiles: TileBatch): Promise<Spectra> => {
    known ??= await honest.analyze(tiles);
    return known;
  };
  const reference: SpectrumAnalyzer = { ...honest, analyze };
  const { side: _, count: __, ...quantities } = await analyze(randomTiles(128, 1));
  known = undefined;
  for (const quantity of Object.keys(quantities) as (keyof ReferenceSpectra)[]) {
    for (const wrong of [1 + 50 * SPECTRA_TOLERANCE, Number.NaN]) {
      const corrupted = async (tiles: TileBatch): Promise<Spectra> => {
        const spectra = await analyze(tiles);
        const values = spectra[quantity].map((value, i) => (i === 0 ? value * wrong : value));
        return { ...spectra, [quantity]: values };
      };
      const result = await createSelfTest(reference, [128])({ ...reference, analyze: corrupted });
      expect(result).toMatchObject({ trusted: false, reason: expect.stringContaining(quantity) });
    }
  }
});

test('passes on what an analyzer throws', async () => {
  const reference = referenceAnalyzer('none');
  const analyze = () => Promise.reject(new Error('GPU device lost'));
  await expect(createSelfTest(reference)({ ...reference, analyze })).rejects.toThrow('GPU device lost');
});

test('asks the reference once, however many are tested', async () => {
  const reference = referenceAnalyzer('none');
  const asked = vi.fn(reference.analyze);
  const selfTest = createSelfTest({ ...reference, analyze: asked }, [128]);
  for (let i = 0; i < 3; i++) expect(await selfTest(reference)).toMatchObject({ trusted: true });
  expect(asked).toHaveBeenCalledTimes(1);
});

describe.skipIf(swiftshaderMissing)(`on the GPU ${swiftshaderMissing ?? ''}`, { timeout: 60_000 }, () => {
  let device: GPUDevice;
  beforeAll(async () => {
    const acquired = await acquireDevice(createSwiftshaderGpu(), { allowFallback: true });
    if (!acquired.device) throw new Error(acquired.reason);
    device = acquired.device;
  });

  test.each(['none', 'hann'] as const)('passes with a wide margin with window %s', async (window) => {
    const analyzer = await createGpuAnalyzer(device, { window });
    const result = await createSelfTest(referenceAnalyzer(window))(analyzer);
    expect(result).toMatchObject({ trusted: true });
    expect('worstError' in result && result.worstError).toBeLessThan(SPECTRA_TOLERANCE / 2);
    analyzer.destroy();
  });

  test.each([
    { fault: 'one wrong twiddle', change: (value: number, at: number) => (at === 10 ? value + 1e-3 : value) },
    { fault: 'coarse twiddles', change: (value: number) => Math.round(value * 2048) / 2048 },
  ])('fails with $fault', async ({ change }) => {
    const twiddles = (side: number) => twiddleTable(side).map(change);
    const analyzer = await createGpuAnalyzer(device, { window: 'none', twiddles });
    expect(await createSelfTest(referenceAnalyzer('none'))(analyzer)).toMatchObject({
      trusted: false,
      reason: expect.stringMatching(/off by/),
    });
    analyzer.destroy();
  });
});
