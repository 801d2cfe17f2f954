import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { createCpuAnalyzer } from './cpu-analyzer.ts';
import { randomTiles } from './random-tiles.ts';
import { referenceSpectra } from './reference-spectra.ts';
import { radialBinCount } from './rings.ts';
import {
  amplitudeFloor,
  type Spectra,
  TILE_SIDES,
  type TileBatch,
  type TileSide,
  type Window,
} from './spectra.ts';
import { wholePicture } from './whole-picture.ts';
import { SPECTRA_TOLERANCE, worstRelativeErrors } from './worst-relative-error.ts';

const PHOTOGRAPHS = [
  ...[1, 2, 3, 4, 5, 6].map((number) => `simplelightbox/demo/img/full/0${number}.jpg`),
  'exif-parser/test/starfish.jpg',
  'jquery-zoom/daisy.jpg',
  'jquery-zoom/roxy.jpg',
];

/** The middle of a photograph; null where it is smaller. */
async function photograph(path: string, side: TileSide): Promise<Uint8Array | null> {
  const image = sharp(`node_modules/${path}`);
  const { width, height } = await image.metadata();
  const square = wholePicture(width, height);
  if (!square || square.side < side) return null;
  const [left, top] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)];
  return image.extract({ left, top, width: side, height: side }).ensureAlpha().raw().toBuffer();
}

/** A smooth scene with faint noise: its corners lie five orders below its low frequencies. */
function scene(side: TileSide): TileBatch {
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

const analyze = async (tiles: TileBatch, window: Window): Promise<Spectra> =>
  (await createCpuAnalyzer({ window })).analyze(tiles);

/** Errors above the tolerance, by quantity. */
async function faults(
  tiles: TileBatch,
  window: Window,
  tolerance = SPECTRA_TOLERANCE,
): Promise<[string, number][]> {
  const errors = worstRelativeErrors(
    tiles.side,
    await analyze(tiles, window),
    referenceSpectra(tiles, window),
  );
  return Object.entries(errors).filter(([, error]) => !(error < tolerance));
}

describe.each<Window>(['none', 'hann'])('with window %s, double precision agrees', (window) => {
  test.each(TILE_SIDES)('on noise of %i²', async (side) => {
    expect(await faults(randomTiles(side, 1), window)).toEqual([]);
  });

  // A cell of the map is a few coefficients' mean, and one that happens to vanish there has no more digits.
  test.each([128, 256] as const)('on a smooth scene of %i²', async (side) => {
    expect(await faults(scene(side), window, 3 * SPECTRA_TOLERANCE)).toEqual([]);
  });

  test.each(PHOTOGRAPHS)('on %s', async (path) => {
    for (const side of [128, 256] as const) {
      const rgba = await photograph(path, side);
      expect(rgba && (await faults({ side, count: 1, rgba }, window))).toEqual([]);
    }
  });
});

test.each([512, 1024] as const)(
  'double precision agrees on photographs of %i², without a window',
  async (side) => {
    const squares = (await Promise.all(PHOTOGRAPHS.map((path) => photograph(path, side)))).filter(
      (rgba) => rgba !== null,
    );
    expect(squares.length).toBeGreaterThan(0);
    for (const rgba of squares.slice(0, 2)) {
      expect(await faults({ side, count: 1, rgba }, 'none')).toEqual([]);
    }
  },
);

describe('without a window', () => {
  test.each([1, 3, 4, 6])('%i tiles of a batch are measured each by itself', async (count) => {
    const batch = randomTiles(128, count);
    const bytes = 128 * 128 * 4;
    const { side: _side, count: _count, ...together } = await analyze(batch, 'none');
    for (let tile = 0; tile < count; tile++) {
      const rgba = batch.rgba.slice(tile * bytes, (tile + 1) * bytes);
      const {
        side: _ownSide,
        count: _ownCount,
        ...alone
      } = await analyze({ side: 128, count: 1, rgba }, 'none');
      const own = Object.fromEntries(
        Object.entries(together).map(([name, values]) => {
          const length = values.length / count;
          return [name, values.slice(tile * length, (tile + 1) * length)];
        }),
      );
      expect(alone).toEqual(own);
    }
  });

  test('an analyzer serves batches of different sides in turn', async () => {
    const analyzer = await createCpuAnalyzer({ window: 'none' });
    const [small, large] = [randomTiles(128, 5), randomTiles(256, 2)];
    const [first, second] = await Promise.all([analyzer.analyze(small), analyzer.analyze(large)]);
    expect(await analyzer.analyze(small)).toEqual(first);
    expect(await analyzer.analyze(large)).toEqual(second);
  });

  test('a flat tile has nothing but DC', async () => {
    const spectra = await analyze(grey(128), 'none');
    const floor = 20 * Math.log(amplitudeFloor(128));
    for (const value of spectra.azimuthalAverage.subarray(2)) expect(value).toBeCloseTo(floor, 3);
    for (const value of spectra.logSpectrum.subarray(1, radialBinCount(128)))
      expect(value).toBeCloseTo(floor, 3);
    expect(Math.max(...spectra.reducedSpectrum.subarray(1))).toBe(0);
    expect(Math.max(...spectra.powerSpectrum.subarray(1))).toBe(0);
    expect([...spectra.statistics]).toEqual([128, 0, 0, 0, 1]);
    expect(await faults(grey(128), 'none')).toEqual([]);
  });

  test.each([0, 255])('a tile of %i only', async (level) => {
    const spectra = await analyze(grey(level), 'none');
    // A black tile has no DC gain to divide by.
    expect(spectra.reducedSpectrum[0]).toBe(level === 0 ? 0 : 1);
    expect([...spectra.statistics]).toEqual([level, 0, level === 0 ? 1 : 0, level === 0 ? 0 : 1, 1]);
    expect(await faults(grey(level), 'none')).toEqual([]);
  });

  test('refuses what is not a batch of tiles', async () => {
    const analyzer = await createCpuAnalyzer({ window: 'none' });
    const short = { ...grey(9), count: 2 };
    await expect(analyzer.analyze(short)).rejects.toThrow('2 tiles of 128² need 131072 bytes, got 65536');
    const odd = { ...grey(9), side: 100 as unknown as 128 };
    await expect(analyzer.analyze(odd)).rejects.toThrow('tile side 100');
  });
});
