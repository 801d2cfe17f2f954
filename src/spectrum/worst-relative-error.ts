import { CHANNEL_PAIRS, CHANNELS } from './channels.ts';
import { radialBinCount } from './rings.ts';
import { amplitudeFloor, type Quantity } from './spectra.ts';

type Values = { readonly [Name in Quantity]: ArrayLike<number> };

/** The error that GPU and CPU, and either and double precision, stay within for every value. */
export const SPECTRA_TOLERANCE = 1e-5;

/**
 * Largest error of any value of each quantity, relative to what was expected. Small expectations are held above a floor:
 *
 * | quantity | floor |
 * |---|---|
 * | `20·ln\|F\|`, `ln\|D\|`, statistics | 1; for bin 0 of the log spectrum as for the power's: `1/P` times what `P` is held at |
 * | `\|F\|/\|F(0)\|` | `amplitudeFloor / (255·side²)`, below every picture's |
 * | `\|F\|²` | `amplitudeFloor²`; in bin 0, a single coefficient that may happen to vanish, bin 1's |
 * | cross-spectra | their bound `√(P_a·P_b)`, so held: the error is the coherence's |
 * | harmonics | 100, about the levels of which they are the difference |
 */
export function worstRelativeErrors(
  side: number,
  actual: Values,
  expected: Values,
): Record<Quantity, number> {
  const bins = radialBinCount(side);
  const powerFloor = (i: number): number =>
    Math.max(i % bins === 0 ? expected.powerSpectrum[i + 1] : 0, amplitudeFloor(side) ** 2);
  const logFloor = (i: number): number => {
    const share = powerFloor(i) / Math.max(expected.powerSpectrum[i], amplitudeFloor(side) ** 2);
    return Math.max(1, share * Math.abs(expected.logSpectrum[i]));
  };
  const crossBound = (i: number): number => {
    const pairs = CHANNEL_PAIRS.length;
    const [tile, pair, bin] = [Math.floor(i / bins / pairs), Math.floor(i / bins) % pairs, i % bins];
    const [a, b] = CHANNEL_PAIRS[pair].map((channel) => {
      const at = (tile * CHANNELS.length + channel) * bins + bin;
      return Math.max(expected.powerSpectrum[at], powerFloor(at));
    });
    return Math.sqrt(a * b);
  };
  const floors: Record<Quantity, (i: number) => number> = {
    azimuthalAverage: () => 1,
    reducedSpectrum: () => amplitudeFloor(side) / (255 * side ** 2),
    logSpectrum: logFloor,
    powerSpectrum: powerFloor,
    crossSpectrum: crossBound,
    directions: () => 1,
    harmonics: () => 100,
    logMap: () => 1,
    dctMap: () => 1,
    statistics: () => 1,
  };
  const errors = {} as Record<Quantity, number>;
  for (const name of Object.keys(floors) as Quantity[]) {
    errors[name] = worst(actual[name], expected[name], floors[name]);
  }
  return errors;
}

/** Infinite where a value is missing or no number. */
function worst(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  floorAt: (i: number) => number,
): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i] - expected[i]) / Math.max(Math.abs(expected[i]), floorAt(i));
    if (!(error <= most)) most = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
  }
  return most;
}
