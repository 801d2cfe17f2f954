import { describe, expect, test } from 'vitest';
import { createCpuAnalyzer } from './cpu-analyzer.ts';
import { randomTiles } from './random-tiles.ts';
import { referenceSpectra } from './reference-spectra.ts';
import { radialBinCount, ringCount } from './rings.ts';
import { amplitudeFloor, TILE_SIDES, type TileBatch, type Window } from './spectra.ts';

const worst = (found: Float32Array, expected: Float32Array): number =>
  found.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]) / Math.abs(expected[i])), 0);

/** A smooth scene with faint noise: its corners lie five orders below its low frequencies. */
function scene(side: 128 | 256): TileBatch {
  const noise = randomTiles(side, 1).rgba;
  const rgba = noise.map((value, i) => {
    const [x, y] = [(i >> 2) % side, Math.floor((i >> 2) / side)];
    return 120 + 60 * Math.sin(x / 29) * Math.cos(y / 41) + 40 * (x > y ? 1 : 0) + value / 128;
  });
  return { side, count: 1, rgba };
}

const grey = (level: number, side: 128 | 256 = 128): TileBatch => ({
  side,
  count: 1,
  rgba: new Uint8Array(side * side * 4).fill(level),
});

describe.each<Window>(['none', 'hann'])('with window %s', (window) => {
  test.each(TILE_SIDES)('agrees with double precision on noise of %i²', async (side) => {
    const tiles = randomTiles(side, 1);
    const [found, expected] = [
      await (await createCpuAnalyzer({ window })).analyze(tiles),
      referenceSpectra(tiles, window),
    ];
    expect(worst(found.azimuthalAverage, expected.azimuthalAverage)).toBeLessThan(1e-5);
    expect(worst(found.reducedSpectrum, expected.reducedSpectrum)).toBeLessThan(1e-5);
  });

  test.each([128, 256] as const)('agrees with double precision on a smooth scene of %i²', async (side) => {
    const tiles = scene(side);
    const [found, expected] = [
      await (await createCpuAnalyzer({ window })).analyze(tiles),
      referenceSpectra(tiles, window),
    ];
    expect(worst(found.azimuthalAverage, expected.azimuthalAverage)).toBeLessThan(1e-5);
    expect(worst(found.reducedSpectrum, expected.reducedSpectrum)).toBeLessThan(1e-5);
  });
});

describe('without a window', () => {
  test('tiles of a batch are measured each by itself', async () => {
    const analyzer = await createCpuAnalyzer({ window: 'none' });
    const batch = randomTiles(128, 3);
    const bytes = 128 * 128 * 4;
    const together = await analyzer.analyze(batch);
    for (let tile = 0; tile < 3; tile++) {
      const rgba = batch.rgba.slice(tile * bytes, (tile + 1) * bytes);
      const alone = await analyzer.analyze({ side: 128, count: 1, rgba });
      const [rings, bins] = [ringCount(128), radialBinCount(128)];
      expect(alone.azimuthalAverage).toEqual(
        together.azimuthalAverage.slice(tile * rings, (tile + 1) * rings),
      );
      expect(alone.reducedSpectrum).toEqual(together.reducedSpectrum.slice(tile * bins, (tile + 1) * bins));
    }
  });

  test('a flat tile has nothing but DC: every ring beyond the innermost lies at the floor', async () => {
    const { azimuthalAverage, reducedSpectrum } = await (await createCpuAnalyzer({ window: 'none' })).analyze(
      grey(128),
    );
    const floor = 20 * Math.log(amplitudeFloor(128));
    for (const value of azimuthalAverage.subarray(2)) expect(value).toBeCloseTo(floor, 3);
    expect(Math.max(...reducedSpectrum.subarray(2))).toBe(0);
  });

  test('a black tile has no DC gain to divide by', async () => {
    const { reducedSpectrum } = await (await createCpuAnalyzer({ window: 'none' })).analyze(grey(0));
    expect(reducedSpectrum.every((value) => value === 0)).toBe(true);
  });

  test('refuses what is not a batch of tiles', async () => {
    const analyzer = await createCpuAnalyzer({ window: 'none' });
    const short = { ...grey(9), count: 2 };
    await expect(analyzer.analyze(short)).rejects.toThrow('2 tiles of 128² need 131072 bytes, got 65536');
    const odd = { ...grey(9), side: 100 as unknown as 128 };
    await expect(analyzer.analyze(odd)).rejects.toThrow('tile side 100');
  });
});
