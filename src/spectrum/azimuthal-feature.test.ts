import { expect, test } from 'vitest';
import { azimuthalFeature } from './azimuthal-feature.ts';

test('is relative to its first value', () => {
  expect([...azimuthalFeature([8, 4, 2, 1])]).toEqual([1, 0.5, 0.25, 0.125]);
});

test('keeps both ends at any length', () => {
  const feature = azimuthalFeature([10, 9, 7, 4, 0.5], 80);
  expect(feature.length).toBe(80);
  expect(feature[0]).toBe(1);
  expect(feature[79]).toBeCloseTo(0.05, 12);
});
