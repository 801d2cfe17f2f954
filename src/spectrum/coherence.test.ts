import { expect, test } from 'vitest';
import { CHANNEL_PAIRS } from './channels.ts';
import { coherence } from './coherence.ts';
import { randomTiles } from './random-tiles.ts';
import { referenceSpectra } from './reference-spectra.ts';
import { radialBinCount } from './rings.ts';

const BINS = radialBinCount(128);
const { rgba } = randomTiles(128, 1);

/** Coherence of a picture whose colours are made from one picture of noise. */
function coherenceOf(colour: (red: number, green: number, blue: number) => number[]): Float64Array[] {
  const pixels = rgba.map(
    (_, i) => colour(rgba[i - (i % 4)], rgba[i - (i % 4) + 1], rgba[i - (i % 4) + 2])[i % 4],
  );
  const { powerSpectrum, crossSpectrum } = referenceSpectra({ side: 128, count: 1, rgba: pixels }, 'none');
  const all = coherence(128, powerSpectrum, crossSpectrum);
  return CHANNEL_PAIRS.map((_, pair) => all.subarray(pair * BINS, (pair + 1) * BINS));
}

test('is 1 where channels rise together, -1 where they rise against each other', () => {
  const [lumaBlue, lumaRed, blueRed] = coherenceOf((_red, _green, blue) => [0, 0, blue, 255]);
  for (const value of lumaBlue) expect(value).toBeCloseTo(1, 9);
  for (const value of lumaRed) expect(value).toBeCloseTo(-1, 9);
  for (const value of blueRed) expect(value).toBeCloseTo(-1, 9);
});

test('is small where colours have nothing to do with each other', () => {
  // Blue and red of independent channels: (0.5·(-0.169) + 0.331·0.419 - 0.5·0.081) over the product of their norms.
  const expected =
    (-0.169 * 0.5 + 0.331 * 0.419 - 0.5 * 0.081) /
    (Math.hypot(0.169, 0.331, 0.5) * Math.hypot(0.5, 0.419, 0.081));
  const [, , blueRed] = coherenceOf((red, green, blue) => [red, green, blue, 255]);
  const mean = blueRed.subarray(10).reduce((sum, value) => sum + value, 0) / (BINS - 10);
  expect(mean).toBeCloseTo(expected, 1);
  expect(Math.max(...blueRed.map(Math.abs))).toBeLessThanOrEqual(1 + 1e-12);
});

test('is 0 where a channel is empty', () => {
  const [lumaBlue] = coherenceOf((red) => [red, red, red, 255]);
  expect(Math.max(...lumaBlue.map(Math.abs))).toBeLessThan(1e-6);
});

test('refuses spectra of more than one tile', () => {
  expect(() => coherence(128, new Float64Array(8 * BINS), new Float64Array(6 * BINS))).toThrow(
    'not of one tile of 128²',
  );
});
