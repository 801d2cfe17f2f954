/** Rows and columns of a matrix; both are even, rows a multiple of `BLOCK`. */
export type PackedShape = [rows: number, columns: number];

/** Rows that share a scale and a zero point in each column. */
const BLOCK = 32;

/**
 * Unfolds matrices from 4 bits a weight to 8, which is what WebAssembly multiplies fastest; the runtime could do so by
 * itself, but would hold two gigabytes on the way and never let go of them.
 *
 * Packed, each matrix has its codes, two neighbours of a row in a byte with the left one in the lower half; then a scale
 * a block and column, in sixteenths of its column's; then a zero point a block and column. A weight is
 * `(code - zero)·scale/16`, halves rounded to the even neighbour.
 *
 * @returns the matrices one after the other, row by row
 * @throws RangeError where there are more or fewer bytes than the shapes need
 */
export function unpackWeights(packed: Uint8Array, shapes: readonly PackedShape[]): Int8Array<ArrayBuffer> {
  const count = shapes.reduce((sum, [rows, columns]) => sum + rows * columns, 0);
  const length = count / 2 + (2 * count) / BLOCK;
  if (packed.length !== length)
    throw new RangeError(`${packed.length} bytes of weights instead of ${length}`);
  const weights = new Int8Array(count);
  let from = 0;
  let to = 0;
  const take = (bytes: number): Uint8Array => {
    from += bytes;
    return packed.subarray(from - bytes, from);
  };
  for (const [rows, columns] of shapes) {
    const codes = take((rows * columns) / 2);
    const scales = take((rows * columns) / BLOCK);
    const zeros = take((rows * columns) / BLOCK);
    for (let row = 0, at = 0; row < rows; row++) {
      const block = Math.floor(row / BLOCK) * columns;
      for (let column = 0; column < columns; column += 2, at++) {
        const i = block + column;
        weights[to++] = sixteenth(((codes[at] & 15) - zeros[i]) * scales[i]);
        weights[to++] = sixteenth(((codes[at] >> 4) - zeros[i + 1]) * scales[i + 1]);
      }
    }
  }
  return weights;
}

const sixteenth = (value: number): number => (value + 7 + ((value >> 4) & 1)) >> 4;
