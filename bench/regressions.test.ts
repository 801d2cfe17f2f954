import { expect, test } from 'vitest';
import { regressions } from './regressions.ts';

const baseline = { 'ours/theirs': 0.4, 'ours/others': 2 };

test('half as much again is tolerated, and so is less', () => {
  expect(regressions({ 'ours/theirs': 0.6, 'ours/others': 0.1 }, baseline)).toEqual([]);
});

test('more is a regression', () => {
  expect(regressions({ 'ours/theirs': 0.61, 'ours/others': 2.5 }, baseline)).toEqual([
    'ours/theirs is 0.61, at most 0.60 is tolerated',
  ]);
});

test('so is a ratio that was not measured, or is no number', () => {
  expect(regressions({ 'ours/others': Number.NaN }, baseline)).toEqual([
    'ours/theirs was not measured',
    'ours/others is NaN, at most 3.00 is tolerated',
  ]);
});

test('a ratio without a baseline passes', () => {
  expect(regressions({ ...baseline, 'ours/new': 99 }, baseline)).toEqual([]);
});
