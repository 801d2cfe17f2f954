import type { TileBatch } from '../spectrum/spectra.ts';

/** The tiles of several pictures, equal in side, as one batch. */
export function joinTiles(batches: TileBatch[]): TileBatch {
  if (batches.length === 1) return batches[0];
  const rgba = new Uint8Array(batches.reduce((sum, tiles) => sum + tiles.rgba.length, 0));
  let at = 0;
  for (const tiles of batches) {
    rgba.set(tiles.rgba, at);
    at += tiles.rgba.length;
  }
  return { side: batches[0].side, count: batches.reduce((sum, { count }) => sum + count, 0), rgba };
}
