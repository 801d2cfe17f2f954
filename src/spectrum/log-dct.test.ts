import { expect, test } from 'vitest';
import { logDct } from './log-dct.ts';
import { randomTiles } from './random-tiles.ts';

const SIDE = 8;

/** The definition: `D(kx, ky) = c(kx)·c(ky)·Σ I(x, y)·cos(π(x + ½)kx/n)·cos(π(y + ½)ky/n)`. */
function coefficient(level: (x: number, y: number) => number, kx: number, ky: number): number {
  let sum = 0;
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      sum +=
        level(x, y) *
        Math.cos((Math.PI * (x + 0.5) * kx) / SIDE) *
        Math.cos((Math.PI * (y + 0.5) * ky) / SIDE);
    }
  }
  const scale = (k: number): number => Math.sqrt((k === 0 ? 1 : 2) / SIDE);
  return scale(kx) * scale(ky) * sum;
}

test('is the definition, for each colour by itself', () => {
  const rgba = randomTiles(128, 1).rgba.slice(0, SIDE * SIDE * 4);
  const features = logDct(rgba, SIDE);
  expect(features.length).toBe(3 * SIDE * SIDE);
  for (const [i, value] of features.entries()) {
    const channel = Math.floor(i / SIDE ** 2);
    const [kx, ky] = [i % SIDE, Math.floor(i / SIDE) % SIDE];
    const expected = coefficient((x, y) => rgba[4 * (y * SIDE + x) + channel], kx, ky);
    expect(value).toBeCloseTo(Math.log(Math.abs(expected) + 1e-12), 9);
  }
});

test('stays finite where nothing is', () => {
  expect(new Set(logDct(new Uint8Array(SIDE * SIDE * 4), SIDE))).toEqual(new Set([Math.log(1e-12)]));
});

test('refuses bytes that are not a square of that side', () => {
  expect(() => logDct(new Uint8Array(60), SIDE)).toThrow('8² needs 64 values, got 15');
});
