import { dct2 } from './dct.ts';

/** Keeps the logarithm of a coefficient that vanishes finite. */
const EPSILON = 1e-12;

/**
 * Frank 2020, §3.1 and published code: `ln(|D| + 1e-12)` of the orthonormal DCT-II of each of red, green and blue in
 * 0..255, row = vertical frequency. Double precision. The paper takes whole pictures of 128².
 * @param rgba 8-bit, `side² × 4` bytes, row-major, alpha ignored
 * @param side a power of two
 * @returns `3 × side × side`
 * @throws RangeError where the side is no power of two or the bytes are not as many as it says
 */
export function logDct(rgba: Uint8Array, side: number): Float64Array<ArrayBuffer> {
  const features = new Float64Array(3 * side ** 2);
  for (let channel = 0; channel < 3; channel++) {
    const values = Float64Array.from({ length: rgba.length / 4 }, (_, i) => rgba[4 * i + channel]);
    const logs = dct2(values, side).map((coefficient) => Math.log(Math.abs(coefficient) + EPSILON));
    features.set(logs, channel * side ** 2);
  }
  return features;
}
