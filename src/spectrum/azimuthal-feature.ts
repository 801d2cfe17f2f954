import { resampleCubic } from './cubic-spline.ts';

/**
 * Durall 2020's feature vector, by the published code: an azimuthal average through a cubic spline at `length` points,
 * relative to its first. The paper's lengths: 722 (Faces-HQ, as many as there are), 300 (FaceForensics++), 80 (CelebA).
 * @param average `azimuthalAverage` of one tile
 */
export function azimuthalFeature(average: ArrayLike<number>, length = average.length): Float64Array {
  const resampled = resampleCubic(average, length);
  return resampled.map((value) => value / resampled[0]);
}
