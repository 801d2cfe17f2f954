import { dft2 } from '../src/spectrum/dft.ts';
import { halfPlaneWidth } from '../src/spectrum/rings.ts';

/**
 * Largest error of a real plane's DFT relative to the RMS of the exact one, which double precision gives.
 * @param actual the half plane as interleaved complex numbers, `side × (side/2 + 1) × 2`
 */
export function halfPlaneError(plane: Float32Array, side: number, actual: ArrayLike<number>): number {
  const width = halfPlaneWidth(side);
  if (actual.length !== side * width * 2) return Number.POSITIVE_INFINITY;
  const { re, im } = dft2(plane, side, side);
  let worst = 0;
  let power = 0;
  for (let i = 0; i < side * width; i++) {
    const at = Math.floor(i / width) * side + (i % width);
    const error = Math.hypot(actual[2 * i] - re[at], actual[2 * i + 1] - im[at]);
    if (!(error <= worst)) worst = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
    power += re[at] ** 2 + im[at] ** 2;
  }
  return worst / Math.sqrt(power / (side * width));
}
