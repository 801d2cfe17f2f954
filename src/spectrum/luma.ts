/**
 * Luma of ITU-R BT.601 in thousandths of a grey level: an integer up to 255 000, exact in single precision,
 * so that every path starts from the very same numbers.
 */
export const LUMA_WEIGHTS = { red: 299, green: 587, blue: 114 } as const;
export const LUMA_SCALE = 1000;

/**
 * Writes `Y - pedestal` of one tile (in thousandths) to `out` and returns the pedestal.
 * The pedestal is an integer close to the mean: the floor of the mean of the rows' floored means. Taking it away
 * keeps the huge DC term from drowning the high frequencies in rounding; `pedestal` times the window's own
 * spectrum is put back afterwards. It is defined on integers so that the GPU finds the same one.
 */
export function lumaWithoutPedestal(
  rgba: Uint8Array,
  offset: number,
  side: number,
  out: Float32Array,
): number {
  const { red, green, blue } = LUMA_WEIGHTS;
  let rowMeans = 0;
  for (let row = 0, i = 0, at = offset; row < side; row++) {
    let rowSum = 0;
    for (let column = 0; column < side; column++, i++, at += 4) {
      const luma = red * rgba[at] + green * rgba[at + 1] + blue * rgba[at + 2];
      out[i] = luma;
      rowSum += luma;
    }
    rowMeans += Math.floor(rowSum / side);
  }
  const pedestal = Math.floor(rowMeans / side);
  for (let i = 0; i < side * side; i++) out[i] -= pedestal;
  return pedestal;
}
