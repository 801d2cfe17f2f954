import { TILE_SIDES, type TileSide } from './spectra.ts';

export interface CentredSquare {
  side: TileSide;
  /** Its upper left corner. */
  x: number;
  y: number;
}

/**
 * The square that stands for a whole picture where a paper transforms one: the largest of a supported side, in the
 * picture's middle.
 * @param largest 1024 for Fourier spectra; 128 or 256 for Frank's DCT
 * @returns null where a side of the picture is shorter than 128
 */
export function wholePicture(width: number, height: number, largest: TileSide = 1024): CentredSquare | null {
  const side = TILE_SIDES.findLast((candidate) => candidate <= Math.min(width, height, largest));
  return side === undefined
    ? null
    : { side, x: Math.floor((width - side) / 2), y: Math.floor((height - side) / 2) };
}
