import { amplitudeFloor, type Spectra } from '../spectrum/spectra.ts';

/**
 * Smallest magnitude that an azimuthal average's error is taken relative to. Averages of `20·ln|F|` run from 50 to
 * 300 in pictures; one that happens to pass through zero carries no relative error worth the name.
 */
const AZIMUTHAL_FLOOR = 1;

/** Largest relative error of any value of each kind. */
export interface WorstRelativeError {
  azimuthalAverage: number;
  reducedSpectrum: number;
}

/**
 * Compares two spectra of the same tiles, bin by bin: `|actual - expected| / max(|expected|, floor)`. The floor is 1
 * for azimuthal averages and, for reduced spectra, `amplitudeFloor` as a share of the brightest tile's `F(0)`, which
 * lies below every bin of a picture. Infinite where a value is not finite or the shapes differ.
 */
export function worstRelativeError(actual: Spectra, expected: Spectra): WorstRelativeError {
  const { side } = expected;
  const reducedFloor = amplitudeFloor(side) / (255 * side * side);
  return {
    azimuthalAverage: worst(actual.azimuthalAverage, expected.azimuthalAverage, AZIMUTHAL_FLOOR),
    reducedSpectrum: worst(actual.reducedSpectrum, expected.reducedSpectrum, reducedFloor),
  };
}

function worst(actual: Float32Array, expected: Float32Array, floor: number): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i] - expected[i]) / Math.max(Math.abs(expected[i]), floor);
    if (!Number.isFinite(error)) return Number.POSITIVE_INFINITY;
    largest = Math.max(largest, error);
  }
  return largest;
}
