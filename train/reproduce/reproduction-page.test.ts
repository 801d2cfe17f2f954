import { expect, test } from 'vitest';
import { meanAndDeviation, reproductionPage } from './reproduction-page.ts';
import type { Result } from './result.ts';

const CORPUS = { measured: 40, leftOut: 1, spoofed: 14, signalToNoise: 41.26, most: { ai: 60, real: 30 } };

const durall: Result = {
  paper: 'Durall',
  task: 'celeba-80, 2000',
  detector: 'k-means',
  train: 0,
  test: 2000,
  accuracies: [0.96, 0.96],
};
const ridge: Result = {
  paper: 'Frank',
  task: 'label, unseen sources',
  detector: 'ridge',
  train: 30,
  trainSources: 3,
  test: 10,
  testSources: 2,
  accuracies: [0.7],
  balanced: 0.6,
  trainedOn: 'none',
  condition: 'none',
  classes: [
    { name: 'ai', train: 10, test: 4, recall: 0.25 },
    { name: 'real', train: 20, test: 6, recall: 0.95 },
  ],
};

test('accuracies of several runs have a standard deviation, a single one has none', () => {
  expect(meanAndDeviation([0.8, 0.9, 1])).toBe('90.0 ± 10.0 %');
  expect(meanAndDeviation([0.5])).toBe('50.0 %');
});

test('a result stands beside its published figure, with its counts', () => {
  const page = reproductionPage([durall, ridge], CORPUS);
  expect(page).toContain('| celeba-80, 2000 | k-means | 96 % | 96.0 ± 0.0 % | – | 50.0 % | – | 2000 | – |');
  expect(page).toContain('| ridge | – | 70.0 % | 60.0 % | 50.0 % | 30 of 3 sources | 10 of 2 sources | – |');
  expect(page).toContain('| generated | 10 | 4 | 25.0 % |');
  expect(page).toContain('41.3 dB');
});

test('a detector has one row for all that is done to pictures', () => {
  const blurred: Result = { ...ridge, condition: 'blur', balanced: 0.55 };
  const [real, generated] = [0.95, 0].map((recall, i) => ({
    name: i ? 'ai' : 'real',
    train: 10,
    test: 4,
    recall,
  }));
  const spoofed: Result = { ...ridge, condition: 'spoofed', classes: [generated, real] };
  const page = reproductionPage([ridge, blurred, spoofed], CORPUS);
  expect(page).toContain('| as is | Frank | ridge | 10 | 60.0 % | 55.0 % | – | – | – | – | 25.0 % | 0.0 % |');
  expect(page.match(/ridge \| –/g)).toHaveLength(1);
});
