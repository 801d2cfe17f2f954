import type { TileBatch, TileSide } from './spectra.ts';

/** For tests: white noise that is the same every time. */
export function randomTiles(side: TileSide, count: number, seed = 1): TileBatch {
  let state = seed;
  const rgba = Uint8Array.from({ length: count * side * side * 4 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
  return { side, count, rgba };
}
