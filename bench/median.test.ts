import { expect, test } from 'vitest';
import { median } from './median.ts';

test.each([
  [[3], 3],
  [[9, 1, 2], 2],
  [[100, 20, 3], 20],
  [[4, 1, 3, 2], 2.5],
])('of %j it is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});

test('leaves its values in their order', () => {
  const values = [3, 1, 2];
  median(values);
  expect(values).toEqual([3, 1, 2]);
});
