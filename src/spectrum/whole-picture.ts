import { TILE_SIDES, type TileSide } from './spectra.ts';

export interface CentredSquare {
  side: TileSide;
  /** Its upper left corner. */
  x: number;
  y: number;
}

/**
 * The square that stands for a whole picture where a paper transforms one: the largest that has a supported side, up to
 * 1024, in the picture's middle.
 * @returns null where a side of the picture is shorter than 128
 */
export function wholePicture(width: number, height: number): CentredSquare | null {
  const side = TILE_SIDES.findLast((candidate) => candidate <= Math.min(width, height));
  return side === undefined
    ? null
    : { side, x: Math.floor((width - side) / 2), y: Math.floor((height - side) / 2) };
}
