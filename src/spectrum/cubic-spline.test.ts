import { expect, test } from 'vitest';
import { resampleCubic } from './cubic-spline.ts';

test('reproduces every cubic exactly', () => {
  const cubic = (x: number): number => 2 - x + 0.5 * x ** 2 - 0.03 * x ** 3;
  const values = Array.from({ length: 12 }, (_, i) => cubic(i));
  const dense = resampleCubic(values, 111);
  for (const [i, value] of dense.entries()) expect(value).toBeCloseTo(cubic(i / 10), 9);
});

test('passes through the knots', () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6];
  expect([...resampleCubic(values, 8)].map((value) => Number(value.toFixed(9)))).toEqual(values);
});

test('needs four values', () => {
  expect(() => resampleCubic([1, 2, 3], 5)).toThrow('needs 4 values, got 3');
});
