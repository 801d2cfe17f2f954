import { expect, test } from 'vitest';
import { brokenBudgets, type PageRow } from './page-row.ts';

const GOOD: PageRow = {
  ...{ expected: 500, found: 500, badged: 60, misplaced: 0, secondFetches: 0, longTasks: 0, layoutShift: 0 },
  ...{ mainThreadMsPerPicture: 1.9, firstBadgeMs: null, heapAfterMB: -3 },
};

test('a page within its budgets, or not measured, is not complained about', () => {
  expect(brokenBudgets(GOOD, true)).toEqual([]);
});

test('each broken budget is named with its number', () => {
  const bad = { ...GOOD, found: 499, longTasks: 2, mainThreadMsPerPicture: 2.1, firstBadgeMs: 301 };
  expect(brokenBudgets(bad, true)).toEqual([
    'found 499 of 500',
    'longTasks is 2, the budget 0',
    'mainThreadMsPerPicture is 2.1, the budget 2',
    'firstBadgeMs is 301, the budget 300',
  ]);
  expect(brokenBudgets(bad, false)).toEqual(['found 499 of 500', 'longTasks is 2, the budget 0']);
});
