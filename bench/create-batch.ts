import { randomTiles } from '../src/spectrum/random-tiles.ts';
import type { TileSide } from '../src/spectrum/spectra.ts';
import { type Batch, PLANES_PER_TILE } from './contestant.ts';

/** Tiles of noise. Their planes are the bytes of each colour: what a plane holds makes no difference to a transform's time. */
export function createBatch(side: TileSide, count: number): Batch {
  const tiles = randomTiles(side, count);
  const pixels = side * side;
  const planes = new Float32Array(count * PLANES_PER_TILE * pixels);
  for (let i = 0; i < tiles.rgba.length; i++) {
    const plane = Math.floor(i / 4 / pixels) * PLANES_PER_TILE + (i % 4);
    planes[plane * pixels + ((i >> 2) % pixels)] = tiles.rgba[i];
  }
  return { tiles, planes };
}
