import { formatDecibels, formatFrequency } from './format.ts';
import type { RealBand } from './real-band.ts';

/** A stretch of frequencies on which a profile runs outside the band of real photographs. */
export interface Departure {
  direction: 'above' | 'below';
  /** First and last frequency outside, in the unit of the given frequencies. */
  from: number;
  to: number;
  /** Largest distance from the band's edge, in dB. */
  distance: number;
}

/** A single value outside is no stretch: by the band's own definition one in ten is, in real photographs. */
const SHORTEST = 2;

/** Where the profile leaves the band, from low to high frequencies. */
export function bandDepartures(
  profile: ArrayLike<number>,
  band: RealBand,
  frequencies: readonly number[],
): Departure[] {
  const departures: Departure[] = [];
  let start = 0;
  while (start < frequencies.length) {
    const direction = directionAt(start);
    let end = start;
    let distance = 0;
    while (end < frequencies.length && directionAt(end) === direction) {
      distance = Math.max(distance, distanceAt(end));
      end++;
    }
    if (direction !== 'inside' && end - start >= SHORTEST) {
      departures.push({ direction, from: frequencies[start], to: frequencies[end - 1], distance });
    }
    start = end;
  }
  return departures;

  function directionAt(index: number): 'above' | 'below' | 'inside' {
    if (profile[index] > band.percentile95[index]) return 'above';
    return profile[index] < band.percentile5[index] ? 'below' : 'inside';
  }

  function distanceAt(index: number): number {
    return Math.max(profile[index] - band.percentile95[index], band.percentile5[index] - profile[index]);
  }
}

/** More stretches than this would be a table, not a sentence. */
const MOST_NAMED = 3;

/** The departures in one sentence, the widest first to be named; frequencies are in cycles per pixel. */
export function describeDepartures(departures: readonly Departure[]): string {
  if (departures.length === 0) return 'No stretch of the line leaves the band of real photographs.';
  const named = [...departures]
    .sort((a, b) => b.to - b.from - (a.to - a.from))
    .slice(0, MOST_NAMED)
    .sort((a, b) => a.from - b.from)
    .map(
      ({ direction, from, to, distance }) =>
        `${direction} the band from ${formatFrequency(from)} to ${formatFrequency(to)} cycles/pixel, ` +
        `by up to ${formatDecibels(distance)}`,
    );
  const rest = departures.length - named.length;
  if (rest > 0) named.push(`and outside it on ${rest} shorter ${rest === 1 ? 'stretch' : 'stretches'}`);
  return `The line runs ${named.join('; ')}.`;
}
