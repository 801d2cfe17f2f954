import { expect, test } from 'vitest';
import {
  areaUnderRoc,
  calibrationError,
  type Judged,
  recallAtReal,
  reliability,
  rocCurve,
  wilsonInterval,
} from './metrics.ts';

const judged = (real: number[], generated: number[]): Judged[] => [
  ...real.map((score) => ({ score, generated: false })),
  ...generated.map((score) => ({ score, generated: true })),
];

test('area under ROC: pairs in the right order, ties half', () => {
  // Of 6 pairs 4 are in order, and 0.4 ties once.
  expect(areaUnderRoc(judged([0.1, 0.4, 0.6], [0.4, 0.9]))).toBeCloseTo(4.5 / 6, 12);
  expect(areaUnderRoc(judged([0.5, 0.5], [0.5]))).toBe(0.5);
  expect(areaUnderRoc(judged([1], [0]))).toBe(0);
});

test('ROC: pictures of equal score are one corner', () => {
  expect(rocCurve(judged([0.1, 0.4], [0.4, 0.9]))).toEqual([
    { falsePositiveRate: 0, recall: 0 },
    { falsePositiveRate: 0, recall: 0.5 },
    { falsePositiveRate: 0.5, recall: 1 },
    { falsePositiveRate: 1, recall: 1 },
  ]);
});

test('recall at 97 % real: 3 of 100 real pictures may be flagged, not 4', () => {
  const real = Array.from({ length: 100 }, (_, i) => i / 100);
  // From 0.965 on three are flagged, from 0.96 on four.
  expect(recallAtReal(judged(real, [0.5, 0.955, 0.965, 0.98]), 0.97)).toBe(0.5);
  expect(recallAtReal(judged([0.5, 0.5], [0.5, 0.2]), 0.97)).toBe(0);
});

test('calibration: bins are weighed by what they hold', () => {
  // Bin 0.2: claimed 0.25, so 1/2, twice. Bin 0.9 with 1 itself: claimed 0.975, so 1, twice.
  const bins = reliability(judged([0.2], [0.3 - 1e-9, 0.95, 1]));
  expect(bins[2]).toEqual({ from: 0.2, to: 0.3, count: 2, claimed: expect.closeTo(0.25), generated: 0.5 });
  expect(bins[9]).toMatchObject({ count: 2, claimed: expect.closeTo(0.975), generated: 1 });
  expect(calibrationError(bins)).toBeCloseTo((2 * 0.25 + 2 * 0.025) / 4, 6);
});

test("Wilson's interval", () => {
  // 0 of 10: z² / (n + z²) = 3.8415 / 13.8415.
  expect(wilsonInterval(0, 10)).toEqual([0, expect.closeTo(0.27753, 5)]);
  expect(wilsonInterval(10, 10)).toEqual([expect.closeTo(0.72247, 5), expect.closeTo(1, 12)]);
  // 5 of 10: 0.5 ± z·√(1/40 + z²/400) / (1 + z²/10).
  expect(wilsonInterval(5, 10)).toEqual([expect.closeTo(0.23659, 4), expect.closeTo(0.76341, 4)]);
});
