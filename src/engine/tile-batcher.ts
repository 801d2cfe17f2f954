import type { TileSide } from '../spectrum/spectra.ts';
import type { MeasuredSpectra } from './spectrum-engine.ts';

/** Tiles sent off together at most: 32 pictures of 16. */
const MOST_TILES = 512;

/** A picture's spectra inside those of a batch: it owns `count` tiles from `first` on. */
export type PictureSpectra = MeasuredSpectra & { first: number; count: number };

/** Tiles that were put on a GPU can be measured nowhere else. */
interface Measurable {
  side: TileSide;
  count: number;
  analyzer?: object;
}

interface Waiting<Tiles> {
  tiles: Tiles;
  resolve(spectra: PictureSpectra): void;
  reject(error: unknown): void;
}

/** Gathers the tiles of several pictures while a batch is under way, and measures them as the next batch. */
export function createTileBatcher<Tiles extends Measurable>(
  measure: (batch: Tiles[]) => Promise<MeasuredSpectra>,
): (tiles: Tiles) => Promise<PictureSpectra> {
  let waiting: Waiting<Tiles>[] = [];
  let busy = false;

  const next = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    while (waiting.length > 0) {
      const batch = takeBatch();
      try {
        const measured = await measure(batch.map(({ tiles }) => tiles));
        let first = 0;
        for (const { tiles, resolve } of batch) {
          resolve({ ...measured, first, count: tiles.count });
          first += tiles.count;
        }
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    busy = false;
  };

  const takeBatch = (): Waiting<Tiles>[] => {
    const { side, analyzer } = waiting[0].tiles;
    const batch: Waiting<Tiles>[] = [];
    const rest: Waiting<Tiles>[] = [];
    let count = 0;
    for (const item of waiting) {
      const isAlike = item.tiles.side === side && item.tiles.analyzer === analyzer;
      const fits = isAlike && (batch.length === 0 || count + item.tiles.count <= MOST_TILES);
      (fits ? batch : rest).push(item);
      if (fits) count += item.tiles.count;
    }
    waiting = rest;
    return batch;
  };

  return (tiles) =>
    new Promise((resolve, reject) => {
      waiting.push({ tiles, resolve, reject });
      void next();
    });
}
