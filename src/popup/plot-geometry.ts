import { type Measurement, PROFILE_LENGTH } from '../analysis.ts';
import { ringCount, ringFrequency } from '../spectrum/rings.ts';
import type { RealBand } from './real-band.ts';

/** A point of a curve: radial frequency (1 is the plane's corner) and level in dB. */
export interface CurvePoint {
  frequency: number;
  level: number;
}

/** The plane's corner in cycles per pixel: Nyquist on both axes at once. */
const CORNER = Math.SQRT1_2;

/** Where the Nyquist frequency, 0.5 cycles per pixel, lies on an axis that ends at the corner. */
export const NYQUIST = 0.5 / CORNER;

/** A radial frequency as a share of the corner's in cycles per pixel. */
export const cyclesPerPixel = (frequency: number): number => frequency * CORNER;

/** Radial frequency of every value of a profile taken from tiles of this side, as a share of the corner's. */
export function profileFrequencies(side: number): number[] {
  const step = (ringCount(side) - 1) / (PROFILE_LENGTH - 1);
  return Array.from({ length: PROFILE_LENGTH }, (_, i) => ringFrequency(i * step, side) / Math.SQRT2);
}

const DECAY_STEPS = 32;

/**
 * The decay fit on `[k_T, 1]` in dB. Its height `b1` is relative to the DC gain, which a profile relative to its
 * lowest ring does not know, so the curve is put where it fits the profile best, by least squares of amplitudes as in
 * the fit itself: its slope is the measured one, its height is not.
 */
export function decayCurve(
  { profile, decay }: Pick<Measurement, 'profile' | 'decay'>,
  frequencies: readonly number[],
): CurvePoint[] {
  const shape = (frequency: number): number => (frequency / decay.threshold) ** decay.b2;
  let [product, square] = [0, 0];
  frequencies.forEach((frequency, i) => {
    if (frequency < decay.threshold) return;
    product += 10 ** (profile[i] / 20) * shape(frequency);
    square += shape(frequency) ** 2;
  });
  if (square === 0) return [];
  return Array.from({ length: DECAY_STEPS + 1 }, (_, i) => {
    const frequency = decay.threshold + ((1 - decay.threshold) * i) / DECAY_STEPS;
    return { frequency, level: 20 * Math.log10((product / square) * shape(frequency)) };
  });
}

/** Pixels: the drawing's size and the room left for the axes' labels. */
export interface PlotBox {
  width: number;
  height: number;
  inset: { top: number; right: number; bottom: number; left: number };
}

export interface PlotScales {
  x(frequency: number): number;
  y(level: number): number;
  /** Levels in dB to draw a grid line at. */
  levels: number[];
}

/** Scales that show every given level, with grid lines at round numbers of dB. */
export function plotScales(levels: Iterable<number>, { width, height, inset }: PlotBox): PlotScales {
  let lowest = 0;
  let highest = 0;
  for (const level of levels) {
    lowest = Math.min(lowest, level);
    highest = Math.max(highest, level);
  }
  const step = gridStep(highest - lowest);
  const bottom = Math.min(-step, Math.floor(lowest / step) * step);
  const top = Math.ceil(highest / step) * step;
  const plotWidth = width - inset.left - inset.right;
  const plotHeight = height - inset.top - inset.bottom;
  return {
    x: (frequency) => inset.left + frequency * plotWidth,
    y: (level) => inset.top + ((top - level) / (top - bottom)) * plotHeight,
    levels: Array.from({ length: Math.round((top - bottom) / step) + 1 }, (_, i) => top - i * step),
  };
}

/** About five grid lines, at steps that read well in decibels. */
const gridStep = (range: number): number => [2, 5, 10, 20, 40].find((step) => range / step <= 5) ?? 100;

/** Path data of a curve. */
export const linePath = (points: readonly CurvePoint[], { x, y }: PlotScales): string =>
  points
    .map(({ frequency, level }, i) => `${i ? 'L' : 'M'}${x(frequency).toFixed(2)} ${y(level).toFixed(2)}`)
    .join('');

/** Path data of the band's area, along its upper edge and back along its lower one. */
export function bandPath(band: RealBand, frequencies: readonly number[], scales: PlotScales): string {
  const upper = curveOf(band.percentile95, frequencies);
  const lower = curveOf(band.percentile5, frequencies).reverse();
  return `${linePath([...upper, ...lower], scales)}Z`;
}

/** Pairs a profile's values with their frequencies. */
export const curveOf = (levels: ArrayLike<number>, frequencies: readonly number[]): CurvePoint[] =>
  frequencies.map((frequency, i) => ({ frequency, level: levels[i] }));

/** Index of the frequency nearest to a position on the plot, both as shares of the corner's. */
export function nearestIndex(frequencies: readonly number[], frequency: number): number {
  let nearest = 0;
  frequencies.forEach((candidate, i) => {
    if (Math.abs(candidate - frequency) < Math.abs(frequencies[nearest] - frequency)) nearest = i;
  });
  return nearest;
}
