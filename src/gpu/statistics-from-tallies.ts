import { CHANNEL_SCALE } from '../spectrum/channels.ts';
import { STATISTICS } from '../spectrum/spectra.ts';
import { BAND_ROWS, TALLIES } from './tile-layout.ts';

/**
 * `STATISTICS` of tiles, `count × 5`, from what tallies.wgsl counts of each band of eight rows: the sum of luma; its
 * squares' parts `Σh²`, `Σhl`, `Σl²` with `luma = 512h + l`; black and white pixels; even blocks.
 */
export function statisticsFromTallies(tallies: Uint32Array, side: number, count: number): Float32Array {
  const pixels = side * side;
  const perTile = TALLIES * (side / BAND_ROWS);
  const statistics = new Float32Array(count * STATISTICS.length);
  for (let tile = 0; tile < count; tile++) {
    const totals = new Float64Array(TALLIES);
    for (let i = 0; i < perTile; i++) totals[i % TALLIES] += tallies[tile * perTile + i];
    const [sum, high, cross, low, black, white, even] = totals;
    const mean = sum / pixels;
    const squares = 2 ** 18 * high + 2 ** 10 * cross + low;
    const variance = squares / pixels - mean ** 2;
    statistics.set(
      [
        mean / CHANNEL_SCALE,
        variance / CHANNEL_SCALE ** 2,
        black / pixels,
        white / pixels,
        (even * BAND_ROWS ** 2) / pixels,
      ],
      tile * STATISTICS.length,
    );
  }
  return statistics;
}
