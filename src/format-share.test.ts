import { expect, test } from 'vitest';
import { formatProbability, formatRate } from './format-share.ts';

const plain = (text: string): string => text.replaceAll('\u202f', ' ');

test.each([
  [0, 'under 1 %'],
  [0.0149, '1 %'],
  [0.5, '50 %'],
  [0.99, '99 %'],
  [0.996, 'over 99 %'],
  [1, 'over 99 %'],
])('probability %f never claims certainty', (probability, words) => {
  expect(plain(formatProbability(probability))).toBe(words);
});

test('rates keep their decimals', () => {
  expect([0.005, 0.02, 0.1].map(formatRate).map(plain)).toEqual(['0.5 %', '2 %', '10 %']);
});
