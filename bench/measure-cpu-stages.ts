import { compileKernel, createKernel } from '../src/spectrum/create-kernel.ts';
import { randomTiles } from '../src/spectrum/random-tiles.ts';
import { amplitudeFloor } from '../src/spectrum/spectra.ts';
import { clock } from './clock.ts';
import type { Effort } from './interleave.ts';
import { addDurations, emptyReport, type Report } from './report.ts';

const SIDE = 256;
const COUNT = 16;
/** The kernel keeps so many tiles' luma for one DCT. */
const DCT_TILES = 4;

/**
 * The stages of the CPU's path on 16 tiles of 256², through the kernel as `createCpuAnalyzer` takes them: as far as they can
 * be told apart from outside. Rows, columns and DCT hold their share of the FFT.
 */
export async function measureCpuStages({ rounds }: Effort): Promise<Report> {
  const kernel = await createKernel(await compileKernel(), SIDE, 'none');
  const { peaks, surroundings, rings, directions, map } = kernel;
  const { rgba } = randomTiles(SIDE, COUNT);
  const floor = amplitudeFloor(SIDE) ** 2;
  const bytes = SIDE * SIDE * 4;
  const stages: Record<string, (tile: number) => void> = {
    copy: (tile) => kernel.pixels.set(rgba.subarray(tile * bytes, (tile + 1) * bytes)),
    luma: (tile) => kernel.readTile(tile % DCT_TILES),
    rows: (tile) => kernel.transformRows(tile % DCT_TILES),
    columns: () => kernel.measureColumns(floor),
    bins() {
      for (const powers of [peaks, surroundings]) powers.update();
      kernel.takeLogarithms(floor);
      for (const logarithms of [rings, directions, map]) logarithms.update();
    },
    dct(tile) {
      if (tile % DCT_TILES === DCT_TILES - 1) kernel.measureDct();
    },
  };
  const report = emptyReport();
  const durations = Object.keys(stages).map((stage) => [stage, [] as number[]] as const);
  for (let round = 0; round < rounds; round++) {
    for (const [, milliseconds] of durations) milliseconds.push(0);
    for (let tile = 0; tile < COUNT; tile++) {
      for (const [stage, milliseconds] of durations) {
        const start = clock();
        stages[stage](tile);
        milliseconds[round] += clock() - start;
      }
    }
  }
  for (const [stage, milliseconds] of durations) addDurations(report, `cpu-stage-${stage}`, milliseconds);
  return report;
}
