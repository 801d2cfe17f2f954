import { expect, test } from 'vitest';
import { meanAndDeviation, reproductionPage } from './reproduction-page.ts';
import type { Result } from './result.ts';

test('accuracies of several runs have a standard deviation, a single one has none', () => {
  expect(meanAndDeviation([0.8, 0.9, 1])).toBe('90.0 ± 10.0 %');
  expect(meanAndDeviation([0.5])).toBe('50.0 %');
});

test('a result stands beside its published figure, with its counts', () => {
  const durall: Result = {
    paper: 'Durall',
    task: 'celeba-80, 2000',
    detector: 'k-means',
    train: 0,
    test: 2000,
    accuracies: [0.96, 0.96],
  };
  const frank: Result = {
    paper: 'Frank',
    task: 'label, unseen sources',
    detector: 'ridge',
    train: 30,
    test: 10,
    accuracies: [0.7],
    balanced: 0.6,
    classes: [
      { name: 'ai', train: 10, test: 4, recall: 0.25 },
      { name: 'real', train: 20, test: 6, recall: 0.95 },
    ],
  };
  const page = reproductionPage([durall, frank]);
  expect(page).toContain('| celeba-80, 2000 | k-means | 96 % | 96.0 ± 0.0 % | – | 2000 |');
  expect(page).toContain('| ridge | – | 60.0 % | 70.0 % | 50.0 % | 30 | 10 |');
  expect(page).toContain('| generated | 10 | 4 | 25.0 % |');
});
