import type { Reason } from '../analysis.ts';
import type { TileBatch } from '../spectrum/spectra.ts';
import { planTiles, type TileFault, tileFault } from '../spectrum/tiles.ts';
import type { DecodedPicture } from './decoded-picture.ts';

/** Usable tiles that a verdict needs, unless the picture only has room for fewer. */
export const FEWEST_TILES = 2;

/** Cuts a picture into the tiles that are worth measuring, or says why it can't be judged. */
export async function cutTiles(
  picture: Pick<DecodedPicture, 'width' | 'height' | 'readRect'>,
): Promise<TileBatch | Reason> {
  const plan = planTiles(picture.width, picture.height);
  if (!plan) return 'too-small';
  const { side, origins } = plan;
  const bytes = side * side * 4;
  const rgba = new Uint8Array(origins.length * bytes);
  const faults: TileFault[] = [];
  let count = 0;
  for (const { x, y } of origins) {
    const tile = rgba.subarray(count * bytes, (count + 1) * bytes);
    await picture.readRect(x, y, side, side, tile);
    const fault = tileFault(tile, 0, side);
    if (fault) faults.push(fault);
    else count++;
  }
  if (count < Math.min(FEWEST_TILES, origins.length)) {
    const transparent = faults.filter((fault) => fault === 'transparent').length;
    return transparent * 2 > faults.length ? 'transparent' : 'featureless';
  }
  return { side, count, rgba: rgba.subarray(0, count * bytes) };
}
