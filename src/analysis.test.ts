import { expect, test } from 'vitest';
import { FALSE_POSITIVE_RATES, type FalsePositiveRate, type Measurement, verdictOf } from './analysis.ts';

const measured = (falsePositiveRate: FalsePositiveRate | null): Measurement => ({
  kind: 'measured',
  probability: 0.5,
  falsePositiveRate,
  scores: { azimuthal: 0.5, decay: 0.4 },
  contributions: { azimuthal: 0.4, decay: -0.1 },
  tower: null,
  profile: new Float32Array(88),
  decay: { b1: 1, b2: -1, threshold: 0.75 },
  tiles: 1,
  side: 256,
  engine: 'cpu',
});

test('a picture is flagged at the reader’s rate and every laxer one', () => {
  const flagged = FALSE_POSITIVE_RATES.map((rate) => verdictOf(measured(0.02), rate));
  expect(flagged.map((verdict) => verdict === 'suspicious')).toEqual(
    FALSE_POSITIVE_RATES.map((rate) => rate >= 0.02),
  );
});

test('only the strictest rate makes it likely', () => {
  expect(verdictOf(measured(0.005), 0.1)).toBe('generated');
  expect(verdictOf(measured(0.01), 0.1)).toBe('suspicious');
});

test('what no rate flags has no sign, and what was refused is never said to have none', () => {
  const [none, refused] = [
    verdictOf(measured(null), 0.1),
    verdictOf({ kind: 'refused', reason: 'damaged' }, 0.1),
  ];
  expect(none).not.toBe(refused);
  expect(none).toMatch(/no.sign/);
});
