import { randomTiles } from '../src/spectrum/random-tiles.ts';
import type { SpectrumAnalyzer } from '../src/spectrum/spectra.ts';
import { type Effort, interleave, timed } from './interleave.ts';
import { addDurations, addRatio, emptyReport, type Report } from './report.ts';

/** In tiles: from part of a picture to four pictures. */
export const BATCH_SIZES: readonly number[] = [1, 4, 16, 64];

/**
 * What a tile of 256² costs in batches of these many.
 * @param place ends the names
 */
export async function measureBatchSizes(
  analyzer: SpectrumAnalyzer,
  sizes: readonly number[],
  effort: Effort,
  place = '',
): Promise<Report> {
  const report = emptyReport();
  const cases = sizes.map((size) => {
    const tiles = randomTiles(256, size);
    return [size, timed(() => analyzer.analyze(tiles))] as const;
  });
  for (const [, run] of cases) await run();
  const durations = await interleave(Object.fromEntries(cases), effort);
  const perTile = (size: number): number[] => durations[size].map((milliseconds) => milliseconds / size);
  const name = (size: number): string => `${analyzer.kind}-tile-of-${size}${place}`;
  for (const size of sizes) addDurations(report, name(size), perTile(size));
  const [first] = sizes;
  const last = sizes[sizes.length - 1];
  addRatio(report, `${name(last)}/${name(first)}`, perTile(last), perTile(first));
  return report;
}
