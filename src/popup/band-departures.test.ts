import { expect, test } from 'vitest';
import { bandDepartures, describeDepartures } from './band-departures.ts';

const frequencies = Array.from({ length: 20 }, (_, i) => i / 20);
const flat = (level: number): number[] => frequencies.map(() => level);
const band = { count: 1, percentile5: flat(-10), median: flat(0), percentile95: flat(10) };

function profileWith(levels: Record<number, number>): number[] {
  return frequencies.map((_, i) => levels[i] ?? 0);
}

test('a profile on the edges of the band does not leave it', () => {
  expect(bandDepartures(flat(10), band, frequencies)).toEqual([]);
  expect(bandDepartures(flat(-10), band, frequencies)).toEqual([]);
});

test('stretches above and below are told apart, even where they touch', () => {
  const profile = profileWith({ 4: 12, 5: 13, 6: -14, 7: -11, 18: 20, 19: 30 });
  expect(bandDepartures(profile, band, frequencies)).toEqual([
    { direction: 'above', from: 0.2, to: 0.25, distance: 3 },
    { direction: 'below', from: 0.3, to: 0.35, distance: 4 },
    { direction: 'above', from: 0.9, to: 0.95, distance: 20 },
  ]);
});

test('a single value outside is no stretch', () => {
  expect(bandDepartures(profileWith({ 7: 50 }), band, frequencies)).toEqual([]);
});

test('the sentence names the stretches in the order of their frequencies', () => {
  const departures = bandDepartures(
    profileWith({ 4: -12, 5: -12, 12: 11, 13: 12, 14: 16 }),
    band,
    frequencies,
  );
  expect(describeDepartures(departures)).toBe(
    'The line runs below the band from 0.20 to 0.25 cycles/pixel, by up to 2.0\u202fdB; ' +
      'above the band from 0.60 to 0.70 cycles/pixel, by up to 6.0\u202fdB.',
  );
});

test('many stretches are summed up, the widest named', () => {
  const departures = [0.1, 0.2, 0.3, 0.4].map(
    (from, i) => ({ direction: 'above', from, to: from + 0.01 * (i + 1), distance: 1 }) as const,
  );
  const sentence = describeDepartures(departures);
  expect(sentence).not.toContain('from 0.10');
  expect(sentence).toMatch(/; and outside it on 1 shorter stretch\.$/);
});

test('a profile within the band is said to be', () => {
  expect(describeDepartures([])).toBe('No stretch of the line leaves the band of real photographs.');
});
