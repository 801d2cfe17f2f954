import { expect, test } from 'vitest';
import { fitDecay, fitPowerLaw } from './decay-fit.ts';
import { radialBinCount, radialBinFrequency } from './rings.ts';

const spectrum = (side: number, law: (frequency: number) => number): Float64Array =>
  Float64Array.from({ length: radialBinCount(side) }, (_, bin) => law(radialBinFrequency(bin, side)));

test('finds the law that made a spectrum', () => {
  const fit = fitDecay(
    spectrum(256, (k) => 3e-5 * (k / 0.75) ** -2.5),
    256,
  );
  expect(fit?.b1).toBeCloseTo(3e-5, 10);
  expect(fit?.b2).toBeCloseTo(-2.5, 6);
});

test('looks only above the threshold', () => {
  const fit = fitDecay(
    spectrum(256, (k) => (k < 0.85 ? 1 : (k / 0.85) ** 4)),
    256,
    0.85,
  );
  expect(fit?.b1).toBeCloseTo(1, 6);
  expect(fit?.b2).toBeCloseTo(4, 6);
});

test('minimises squared residuals, not those of logarithms', () => {
  const noisy = spectrum(256, (k) => (k / 0.75) ** -3).map((value, i) => value * (1 + 0.2 * Math.sin(i * 7)));
  const fit = fitDecay(noisy, 256);
  const cost = (b1: number, b2: number): number =>
    noisy.reduce((sum, value, bin) => {
      const k = radialBinFrequency(bin, 256);
      return k < 0.75 ? sum : sum + (value - b1 * (k / 0.75) ** b2) ** 2;
    }, 0);
  if (!fit) throw new Error('no fit');
  const best = cost(fit.b1, fit.b2);
  for (const [d1, d2] of [
    [1e-3, 0],
    [-1e-3, 0],
    [0, 1e-2],
    [0, -1e-2],
  ]) {
    expect(cost(fit.b1 + d1, fit.b2 + d2)).toBeGreaterThan(best);
  }
});

test('a spectrum that rises towards the corner has a positive exponent', () => {
  const fit = fitDecay(
    spectrum(256, (k) => 1e-5 + 1e-3 * Math.max(0, k - 0.85) ** 2),
    256,
  );
  expect(fit?.b1).toBeGreaterThan(0);
  expect(fit?.b2).toBeGreaterThan(1);
});

test('an empty spectrum has no decay', () => {
  expect(fitDecay(new Float64Array(radialBinCount(256)), 256)).toBeNull();
});

test('b1 can be held', () => {
  const logs = Array.from({ length: 40 }, (_, i) => i / 100);
  const values = logs.map((log) => 2 * Math.exp(-1.5 * log));
  expect(fitPowerLaw(logs, values, 2).b2).toBeCloseTo(-1.5, 9);
  const low = fitPowerLaw(logs, values, 1.8);
  expect(low.b1).toBe(1.8);
  const cost = (b2: number): number =>
    values.reduce((sum, value, i) => sum + (value - 1.8 * Math.exp(b2 * logs[i])) ** 2, 0);
  expect(cost(low.b2 - 1e-3)).toBeGreaterThan(cost(low.b2));
  expect(cost(low.b2 + 1e-3)).toBeGreaterThan(cost(low.b2));
});
