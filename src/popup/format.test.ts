import { expect, test } from 'vitest';
import { formatDecibels, formatMilliseconds, formatNumber, formatProbability, formatRate } from './format.ts';

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

test('levels have a true minus sign, and none before zero', () => {
  expect([-31.24, 2, -0.04].map(formatDecibels).map(plain)).toEqual(['−31.2 dB', '2.0 dB', '0.0 dB']);
});

test('small numbers are written as powers of ten', () => {
  expect([0.000031, -2.346, 0, 1].map(formatNumber)).toEqual(['3.1·10⁻⁵', '−2.35', '0', '1']);
});

test('short durations have a decimal', () => {
  expect([3.14, 1234].map(formatMilliseconds).map(plain)).toEqual(['3.1 ms', '1,234 ms']);
});
