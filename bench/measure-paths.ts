import type { TileSide } from '../src/spectrum/spectra.ts';
import type { Contestant } from './contestant.ts';
import { createBatch } from './create-batch.ts';
import type { Effort } from './interleave.ts';
import { cpuPath, gpuPath } from './own-paths.ts';
import { race } from './race.ts';
import { addRace, emptyReport, type Report } from './report.ts';

/** Tiles of one side. */
export type BatchSize = readonly [count: number, side: TileSide];

/** As many tiles of either side as make up a picture of 1024². */
export const PICTURE: readonly BatchSize[] = [
  [16, 256],
  [4, 512],
];

/**
 * Our paths, from pixels to all spectra, beside the bare DFT of other libraries, on the same batches.
 * @param place ends the names, to tell them from those of another place
 */
export async function measurePaths(
  contestants: readonly Contestant[],
  batches: readonly BatchSize[],
  effort: Effort,
  place = '',
): Promise<Report> {
  const report = emptyReport();
  for (const [count, side] of batches) {
    const outcomes = await race(contestants, createBatch(side, count), effort);
    addRace(report, outcomes, [cpuPath.name, gpuPath.name], `-${count}x${side}${place}`);
  }
  return report;
}
