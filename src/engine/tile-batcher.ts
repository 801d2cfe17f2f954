import type { TileBatch } from '../spectrum/spectra.ts';
import type { MeasuredSpectra, SpectrumEngine } from './spectrum-engine.ts';

/** Tiles sent off together at most: 32 pictures of 16. */
const MOST_TILES = 512;

/** A picture's spectra inside those of a batch: it owns `count` tiles from `first` on. */
export type PictureSpectra = MeasuredSpectra & { first: number; count: number };

interface Waiting {
  tiles: TileBatch;
  resolve(spectra: PictureSpectra): void;
  reject(error: unknown): void;
}

/** Gathers the tiles of several pictures while a batch is under way, and measures them as the next batch. */
export function createTileBatcher(engine: SpectrumEngine): (tiles: TileBatch) => Promise<PictureSpectra> {
  let waiting: Waiting[] = [];
  let busy = false;

  const next = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    while (waiting.length > 0) {
      const batch = takeBatch();
      try {
        const measured = await engine.measure(joined(batch.map(({ tiles }) => tiles)));
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

  const takeBatch = (): Waiting[] => {
    const { side } = waiting[0].tiles;
    const batch: Waiting[] = [];
    const rest: Waiting[] = [];
    let count = 0;
    for (const item of waiting) {
      const fits = item.tiles.side === side && (batch.length === 0 || count + item.tiles.count <= MOST_TILES);
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

function joined(batches: TileBatch[]): TileBatch {
  if (batches.length === 1) return batches[0];
  const rgba = new Uint8Array(batches.reduce((sum, tiles) => sum + tiles.rgba.length, 0));
  let at = 0;
  for (const tiles of batches) {
    rgba.set(tiles.rgba, at);
    at += tiles.rgba.length;
  }
  return { side: batches[0].side, count: batches.reduce((sum, { count }) => sum + count, 0), rgba };
}
