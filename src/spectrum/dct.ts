/**
 * Orthonormal 2-D DCT-II of a whole square, row-major, row = vertical frequency: the transform behind Frank 2020's
 * features, which are `ln(|D| + 1e-12)` of each channel. Double precision throughout.
 * @param side a power of two
 * @throws RangeError where the side is no power of two or the values are not `side²`
 */
export function dct2(values: Float32Array | Float64Array, side: number): Float64Array<ArrayBuffer> {
  if (side < 1 || !Number.isInteger(Math.log2(side))) throw new RangeError(`side ${side} is no power of two`);
  if (values.length !== side ** 2) {
    throw new RangeError(`a square of ${side}² needs ${side ** 2} values, got ${values.length}`);
  }
  const secants = halfSecants(side);
  const plane = Float64Array.from(values);
  const line = new Float64Array(side);
  const work = new Float64Array(side);
  const scale = Math.sqrt(2 / side);
  const transformLines = (step: number, stride: number): void => {
    for (let i = 0; i < side; i++) {
      for (let k = 0; k < side; k++) line[k] = plane[i * step + k * stride];
      transform(line, 0, side, work, secants);
      plane[i * step] = line[0] * scale * Math.SQRT1_2;
      for (let k = 1; k < side; k++) plane[i * step + k * stride] = line[k] * scale;
    }
  };
  transformLines(side, 1);
  transformLines(1, side);
  return plane;
}

/** `1/(2·cos(π(i + ½)/n))` for `i < n/2`, from place `n/2` on, for each `n` down from `side`. */
function halfSecants(side: number): Float64Array {
  const table = new Float64Array(side);
  for (let half = side / 2; half >= 1; half /= 2) {
    for (let i = 0; i < half; i++) table[half + i] = 0.5 / Math.cos((Math.PI * (i + 0.5)) / (2 * half));
  }
  return table;
}

/**
 * Lee's recursion (1984) in place, unnormalised: even frequencies are the DCT of the sums of mirrored values, odd ones are
 * sums of neighbours in the DCT of their scaled differences.
 */
function transform(
  values: Float64Array,
  start: number,
  length: number,
  work: Float64Array,
  secants: Float64Array,
): void {
  if (length === 1) return;
  const half = length / 2;
  const middle = start + half;
  for (let i = 0; i < half; i++) {
    const a = values[start + i];
    const b = values[start + length - 1 - i];
    work[start + i] = a + b;
    work[middle + i] = (a - b) * secants[half + i];
  }
  transform(work, start, half, values, secants);
  transform(work, middle, half, values, secants);
  for (let i = 0; i < half; i++) {
    values[start + 2 * i] = work[start + i];
    values[start + 2 * i + 1] = work[middle + i] + (i + 1 < half ? work[middle + i + 1] : 0);
  }
}
