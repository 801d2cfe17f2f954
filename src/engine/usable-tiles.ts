import type { Reason } from '../analysis.ts';
import { type Spectra, STATISTICS } from '../spectrum/spectra.ts';
import { isFeatureless } from '../spectrum/tiles.ts';
import { FEWEST_TILES } from './cut-tiles.ts';
import type { PictureSpectra } from './tile-batcher.ts';

/**
 * A picture's spectra without those of featureless tiles, told by their statistics, or why it can't be judged. For tiles
 * whose pixels `cutTiles` has not seen; they are opaque.
 */
export function usableTiles(picture: PictureSpectra): PictureSpectra | Reason {
  const { spectra, first, count } = picture;
  const usable: number[] = [];
  for (let tile = first; tile < first + count; tile++) {
    const own = spectra.statistics.subarray(tile * STATISTICS.length, (tile + 1) * STATISTICS.length);
    const [, variance, black, white] = own;
    if (!isFeatureless(variance, black + white)) usable.push(tile);
  }
  if (usable.length < Math.min(FEWEST_TILES, count)) return 'featureless';
  return { ...picture, spectra: pickTiles(spectra, usable), first: 0, count: usable.length };
}

function pickTiles(spectra: Spectra, tiles: number[]): Spectra {
  const { side, count, ...quantities } = spectra;
  const picked = { ...quantities };
  for (const name of Object.keys(quantities) as (keyof typeof quantities)[]) {
    const values = quantities[name];
    const length = values.length / count;
    picked[name] = new Float32Array(tiles.length * length);
    for (const [i, tile] of tiles.entries()) {
      picked[name].set(values.subarray(tile * length, (tile + 1) * length), i * length);
    }
  }
  return { side, count: tiles.length, ...picked };
}
