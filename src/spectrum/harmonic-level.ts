import { amplitudeFloor } from './spectra.ts';

/**
 * `10·ln(1 + P/S)` of a harmonic's mean power `P` and its surroundings' `S`, which is held above `amplitudeFloor²`. What
 * lies below its surroundings is no peak; its logarithm alone would have no digits where a coefficient vanishes.
 */
export const harmonicLevel = (peak: number, surroundings: number, side: number): number =>
  10 * Math.log(1 + peak / Math.max(surroundings, amplitudeFloor(side) ** 2));
