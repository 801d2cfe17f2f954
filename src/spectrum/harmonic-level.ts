import { amplitudeFloor } from './spectra.ts';

/** A peak is held above this share of its surroundings: one coefficient that happens to vanish says nothing. */
const LEAST_SHARE = 1 / 1000;

/** `10·ln` of a harmonic's mean power over that of its surroundings, both held above `amplitudeFloor²`. */
export function harmonicLevel(peak: number, surroundings: number, side: number): number {
  const floor = amplitudeFloor(side) ** 2;
  const held = Math.max(surroundings, floor);
  return 10 * Math.log(Math.max(peak, floor, LEAST_SHARE * held) / held);
}
