import type { TileSide } from './spectra.ts';

/** Shortest side of a picture that can be judged, in pixels. */
export const SMALLEST_SIDE = 128;
export const MOST_TILES = 16;
/** Side of a JPEG block: tiles start on its multiples, so that the grid's phase is the same in every tile. */
const BLOCK = 8;

export interface TilePlan {
  side: TileSide;
  origins: { x: number; y: number }[];
}

/**
 * Up to 16 tiles at native resolution, evenly spread over the picture: 256² where both sides allow it, else 128².
 * @returns null where a side is shorter than 128
 */
export function planTiles(width: number, height: number): TilePlan | null {
  if (Math.min(width, height) < SMALLEST_SIDE) return null;
  const side: TileSide = Math.min(width, height) >= 256 ? 256 : 128;
  const { columns, rows } = chooseGrid(width, height, side);
  const origins = spread(height, side, rows).flatMap((y) =>
    spread(width, side, columns).map((x) => ({ x, y })),
  );
  return { side, origins };
}

/** The grid with the most tiles; among equals, the one whose spacing is most alike in both directions. */
function chooseGrid(width: number, height: number, side: number): { columns: number; rows: number } {
  const grids = Array.from({ length: Math.min(MOST_TILES, Math.floor(height / side)) }, (_, i) => {
    const rows = i + 1;
    const columns = Math.min(Math.floor(width / side), Math.floor(MOST_TILES / rows));
    const stretch = Math.abs(Math.log((width * rows) / (height * columns)));
    return { columns, rows, count: columns * rows, stretch };
  });
  return grids.reduce((best, grid) =>
    grid.count > best.count || (grid.count === best.count && grid.stretch < best.stretch) ? grid : best,
  );
}

function spread(length: number, side: number, count: number): number[] {
  const room = length - side;
  return Array.from({ length: count }, (_, i) => {
    const ideal = count === 1 ? room / 2 : (room * i) / (count - 1);
    return Math.floor(ideal / BLOCK) * BLOCK;
  });
}

export type TileFault = 'transparent' | 'featureless';

/** Standard deviation of luma below which a tile has nothing to measure, in grey levels. */
const FLAT_DEVIATION = 2;
/** Share of pixels at black or white above which a tile counts as clipped. */
const CLIPPED_SHARE = 0.5;

/** Why a tile is to be left out, or null where it is good. `rgba` holds `side²` pixels from `offset` on. */
export function tileFault(rgba: Uint8Array, offset: number, side: number): TileFault | null {
  const pixels = side * side;
  let [sum, squares, clipped] = [0, 0, 0];
  for (let at = offset; at < offset + pixels * 4; at += 4) {
    if (rgba[at + 3] !== 255) return 'transparent';
    const luma = 0.299 * rgba[at] + 0.587 * rgba[at + 1] + 0.114 * rgba[at + 2];
    sum += luma;
    squares += luma * luma;
    if (luma < 0.5 || luma > 254.5) clipped++;
  }
  const variance = squares / pixels - (sum / pixels) ** 2;
  return isFeatureless(variance, clipped / pixels) ? 'featureless' : null;
}

/**
 * Whether a tile has nothing to measure.
 * @param variance of luma, in squared grey levels.
 * @param clipped share of pixels at black or white.
 */
export const isFeatureless = (variance: number, clipped: number): boolean =>
  variance < FLAT_DEVIATION ** 2 || clipped > CLIPPED_SHARE;
