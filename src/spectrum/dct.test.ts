import { describe, expect, test } from 'vitest';
import { dct2 } from './dct.ts';
import { randomTiles } from './random-tiles.ts';

/** The definition, line by line. */
function naive(values: Float64Array, side: number): Float64Array {
  const cosines = Float64Array.from({ length: 4 * side }, (_, i) => Math.cos((Math.PI * i) / (2 * side)));
  const pass = (plane: Float64Array, step: number, stride: number): Float64Array => {
    const out = new Float64Array(side * side);
    for (let line = 0; line < side; line++) {
      for (let k = 0; k < side; k++) {
        let sum = 0;
        for (let n = 0; n < side; n++) {
          sum += plane[line * step + n * stride] * cosines[((2 * n + 1) * k) % (4 * side)];
        }
        out[line * step + k * stride] = sum * Math.sqrt((k === 0 ? 1 : 2) / side);
      }
    }
    return out;
  };
  return pass(pass(values, side, 1), 1, side);
}

describe.each([128, 256] as const)('side %i', (side) => {
  const { rgba } = randomTiles(side, 1);

  test('is the definition', () => {
    const values = Float64Array.from({ length: side * side }, (_, i) => rgba[4 * i]);
    const expected = naive(values, side);
    const worst = dct2(values, side).reduce(
      (most, value, i) => Math.max(most, Math.abs(value - expected[i])),
      0,
    );
    expect(worst).toBeLessThan(1e-6);
  });

  test('leaves what it is given', () => {
    const values = Float32Array.from({ length: side * side }, (_, i) => rgba[4 * i]);
    const before = values.slice();
    dct2(values, side);
    expect(values).toEqual(before);
  });
});

test('a constant is its lowest coefficient alone', () => {
  const [lowest, ...others] = dct2(new Float32Array(64).fill(3), 8);
  expect(lowest).toBeCloseTo(24, 12);
  expect(Math.max(...others.map(Math.abs))).toBeLessThan(1e-12);
});

test.each([
  [100, 10_000, 'side 100'],
  [8, 63, '8² needs 64 values, got 63'],
])('refuses a side of %i with %i values', (side, length, message) => {
  expect(() => dct2(new Float32Array(length), side)).toThrow(message);
});
