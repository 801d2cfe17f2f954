import { describe, expect, test } from 'vitest';
import { PROFILE_LENGTH } from '../analysis.ts';
import {
  cyclesPerPixel,
  decayCurve,
  linePath,
  NYQUIST,
  nearestIndex,
  type PlotBox,
  plotScales,
  profileFrequencies,
} from './plot-geometry.ts';

const box: PlotBox = { width: 220, height: 110, inset: { top: 5, right: 10, bottom: 5, left: 10 } };

describe('frequencies', () => {
  test.each([128, 256])('of a profile rise evenly from near DC to near the corner, side %i', (side) => {
    const frequencies = profileFrequencies(side);
    expect(frequencies).toHaveLength(PROFILE_LENGTH);
    expect(frequencies[0]).toBeCloseTo(3 / side / Math.SQRT2, 12);
    expect(frequencies.at(-1)).toBeLessThan(1);
    expect(frequencies.at(-1)).toBeGreaterThan(0.97);
    expect(frequencies[2] - frequencies[1]).toBeCloseTo(frequencies[80] - frequencies[79], 12);
  });

  test('the Nyquist frequency is half a cycle per pixel', () => {
    expect(cyclesPerPixel(NYQUIST)).toBeCloseTo(0.5, 12);
    expect(NYQUIST).toBeCloseTo(Math.SQRT1_2, 12);
  });

  test('the nearest one to a position is found, beyond both ends too', () => {
    expect(nearestIndex([0.1, 0.2, 0.4], 0.29)).toBe(1);
    expect(nearestIndex([0.1, 0.2, 0.4], -1)).toBe(0);
    expect(nearestIndex([0.1, 0.2, 0.4], 2)).toBe(2);
  });
});

describe('decay curve', () => {
  const frequencies = profileFrequencies(256);
  const decay = { b1: 1e-5, b2: -3, threshold: 0.75 };

  test('lies on a profile that decays as the fit says, whatever the profile is relative to', () => {
    const profile = Float32Array.from(frequencies, (frequency) => -60 * Math.log10(frequency) - 20);
    for (const { frequency, level } of decayCurve({ profile, decay }, frequencies)) {
      expect(level).toBeCloseTo(-60 * Math.log10(frequency) - 20, 4);
    }
  });

  test('goes through what weighs most in the fit, where the profile is no power law', () => {
    const profile = Float32Array.from(frequencies, (frequency) => (frequency > 0.96 ? -20 : -60));
    const steep = { ...decay, b2: 30 };
    expect(decayCurve({ profile, decay: steep }, frequencies).at(-1)?.level).toBeCloseTo(-20, -1);
  });

  test('runs from the threshold frequency to the corner', () => {
    const curve = decayCurve({ profile: new Float32Array(PROFILE_LENGTH), decay }, frequencies);
    expect(curve[0].frequency).toBe(0.75);
    expect(curve.at(-1)?.frequency).toBe(1);
  });
});

describe('scales', () => {
  test('show every level between round grid lines', () => {
    const { levels, x, y } = plotScales([0, -3, -57.2, 4], box);
    expect(levels).toEqual([20, 0, -20, -40, -60]);
    expect([x(0), x(1)]).toEqual([10, 210]);
    expect([y(20), y(-60)]).toEqual([5, 105]);
  });

  test('hold where all levels are the same', () => {
    const { y } = plotScales([0], box);
    expect(Number.isFinite(y(0))).toBe(true);
  });

  test('draw a curve', () => {
    const scales = plotScales([0, -8], box);
    const curve = [
      { frequency: 0, level: 0 },
      { frequency: 1, level: -8 },
    ];
    expect(linePath(curve, scales)).toBe('M10.00 5.00L210.00 105.00');
  });
});
