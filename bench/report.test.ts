import { expect, test } from 'vitest';
import { addRace, emptyReport } from './report.ts';

test('a race gives medians, and ratios round by round', () => {
  const report = emptyReport();
  const outcomes = {
    ours: { error: 1e-6, milliseconds: [1, 2, 90] },
    theirs: { error: 1e-3, milliseconds: [2, 4, 90] },
    others: { missing: 'not here' },
  };
  addRace(report, outcomes, ['ours'], '-256');
  expect(report).toEqual({
    milliseconds: { 'ours-256': 2, 'theirs-256': 4 },
    least: { 'ours-256': 1, 'theirs-256': 2 },
    ratios: { 'ours/theirs-256': 0.5 },
    errors: { 'ours-256': 1e-6, 'theirs-256': 1e-3 },
    missing: { 'others-256': 'not here' },
  });
});
