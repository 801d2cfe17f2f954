import { expect, test } from 'vitest';
import { formatDecibels, formatMilliseconds, formatNumber } from './format.ts';

const plain = (text: string): string => text.replaceAll('\u202f', ' ');

test('levels have a true minus sign, and none before zero', () => {
  expect([-31.24, 2, -0.04].map(formatDecibels).map(plain)).toEqual(['−31.2 dB', '2.0 dB', '0.0 dB']);
});

test('small numbers are written as powers of ten', () => {
  expect([0.000031, -2.346, 0, 1].map(formatNumber)).toEqual(['3.1·10⁻⁵', '−2.35', '0', '1']);
});

test('short durations have a decimal', () => {
  expect([3.14, 1234].map(formatMilliseconds).map(plain)).toEqual(['3.1 ms', '1,234 ms']);
});
