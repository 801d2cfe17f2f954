import { beforeAll, describe, expect, test } from 'vitest';
import { referenceSpectra } from '../spectrum/reference-spectra.ts';
import type { SpectrumAnalyzer, Window } from '../spectrum/spectra.ts';
import { acquireDevice } from './acquire-device.ts';
import { createGpuAnalyzer } from './gpu-analyzer.ts';
import { SELF_TEST_TOLERANCE, selfTest } from './self-test.ts';
import { createSwiftshaderGpu, swiftshaderMissing } from './swiftshader.ts';
import { twiddleTable } from './twiddle-table.ts';

const referenceAnalyzer = (window: Window): SpectrumAnalyzer => ({
  kind: 'cpu',
  analyze: async (tiles) => referenceSpectra(tiles, window),
  destroy() {},
});

test('trusts an analyzer that agrees', async () => {
  const reference = referenceAnalyzer('none');
  expect(await selfTest(reference, reference)).toEqual({ trusted: true, worstError: 0 });
});

test.each(['azimuthalAverage', 'reducedSpectrum'] as const)(
  'sees one wrong number in %s',
  async (quantity) => {
    const reference = referenceAnalyzer('none');
    for (const wrong of [1 + 3 * SELF_TEST_TOLERANCE, Number.NaN]) {
      const candidate: SpectrumAnalyzer = {
        ...reference,
        async analyze(tiles) {
          const spectra = referenceSpectra(tiles, 'none');
          spectra[quantity][50] *= wrong;
          return spectra;
        },
      };
      expect(await selfTest(candidate, reference, [128])).toMatchObject({ trusted: false });
    }
  },
);

test('does not trust an analyzer that throws, and says why', async () => {
  const reference = referenceAnalyzer('none');
  const analyze = () => Promise.reject(new Error('GPU device lost'));
  expect(await selfTest({ ...reference, analyze }, reference)).toEqual({
    trusted: false,
    reason: 'GPU device lost',
  });
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
    const result = await selfTest(analyzer, referenceAnalyzer(window), [128, 256, 512]);
    expect(result.trusted && result.worstError).toBeLessThan(SELF_TEST_TOLERANCE / 4);
    analyzer.destroy();
  });

  test.each([
    { fault: 'one wrong twiddle', change: (value: number, at: number) => (at === 10 ? value + 1e-3 : value) },
    { fault: 'coarse twiddles', change: (value: number) => Math.round(value * 2048) / 2048 },
  ])('fails with $fault', async ({ change }) => {
    const twiddles = (side: number) => twiddleTable(side).map(change);
    const analyzer = await createGpuAnalyzer(device, { window: 'none', twiddles });
    expect(await selfTest(analyzer, referenceAnalyzer('none'))).toMatchObject({
      trusted: false,
      reason: expect.stringMatching(/off by/),
    });
    analyzer.destroy();
  });
});
