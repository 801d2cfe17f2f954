import { harmonicLevel } from '../spectrum/harmonic-level.ts';
import type { Spectra, TileBatch } from '../spectrum/spectra.ts';
import { statisticsFromTallies } from './statistics-from-tallies.ts';
import { resultLengths, tileLayout } from './tile-layout.ts';

/**
 * Spectra from what the shaders leave.
 *
 * @param results `count` times what `resultLengths` lists.
 * @param tallies see `statisticsFromTallies`.
 */
export function spectraFromResults(
  { side, count }: Pick<TileBatch, 'side' | 'count'>,
  results: Float32Array,
  tallies: Uint32Array,
): Spectra {
  const perTile = tileLayout(side).results;
  const quantities = {} as Record<keyof ReturnType<typeof resultLengths>, Float32Array>;
  let begin = 0;
  for (const [name, length] of Object.entries(resultLengths(side))) {
    const values = new Float32Array(count * length);
    for (let tile = 0; tile < count; tile++) {
      const from = tile * perTile + begin;
      values.set(results.subarray(from, from + length), tile * length);
    }
    quantities[name as keyof typeof quantities] = values;
    begin += length;
  }
  const { harmonicPeaks, harmonicSurroundings, ...rest } = quantities;
  const harmonics = Float32Array.from(harmonicPeaks, (peak, i) =>
    harmonicLevel(peak, harmonicSurroundings[i], side),
  );
  return { side, count, ...rest, harmonics, statistics: statisticsFromTallies(tallies, side, count) };
}
