import { expect, test } from 'vitest';
import { dft2 } from './dft.ts';
import { naivePlane } from './naive-plane.ts';

test.each([
  [1, 1],
  [1, 30],
  [7, 25],
  [96, 60],
  [64, 128],
])('%i × %i is the definition', (width, height) => {
  const values = Float64Array.from({ length: width * height }, (_, i) => ((i * 7919) % 251) + Math.sin(i));
  const { re, im } = dft2(values, width, height);
  const expected = naivePlane(values, width, height);
  const errors = values.map((_, i) => {
    const [expectedRe, expectedIm] = expected(i % width, Math.floor(i / width));
    return Math.hypot(re[i] - expectedRe, im[i] - expectedIm);
  });
  expect(Math.max(...errors)).toBeLessThan(1e-8);
});

test('refuses values that are not as many as the plane', () => {
  expect(() => dft2([1, 2, 3], 2, 2)).toThrow('2 × 2 needs 4 values, got 3');
});
