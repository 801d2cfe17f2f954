/**
 * Strength of the high-pass filter that tiles pass before their transform: `1 + 4·EMPHASIS` times a pixel less
 * `EMPHASIS` times its four neighbours, around the tile's edges too. A photograph's low frequencies are a thousand
 * times its high ones, and rounding in single precision is a share of the largest; so the corners of the plane would
 * keep four digits. Lifted by the filter and divided by its gain afterwards they keep six. Integers stay exact:
 * `(1 + 8·EMPHASIS) · 255 000 < 2²⁴`.
 */
export const EMPHASIS = 4;

/** The filter's gain at `(kx, ky)` is `1 + rise[kx] + rise[ky]`; `rise[k] = 4·EMPHASIS·sin²(πk/side)`, `side` values. */
export function emphasisRise(side: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: side }, (_, k) => 4 * EMPHASIS * Math.sin((Math.PI * k) / side) ** 2);
}

/** Filters one tile, row-major, into `out`. */
export function emphasise(tile: Float32Array, side: number, out: Float32Array): void {
  const own = 1 + 4 * EMPHASIS;
  const last = side - 1;
  for (let y = 0; y < side; y++) {
    const row = y * side;
    const above = (y === 0 ? last : y - 1) * side;
    const below = (y === last ? 0 : y + 1) * side;
    out[row] = own * tile[row] - EMPHASIS * (tile[above] + tile[below] + tile[row + last] + tile[row + 1]);
    for (let x = 1; x < last; x++) {
      const neighbours = tile[above + x] + tile[below + x] + tile[row + x - 1] + tile[row + x + 1];
      out[row + x] = own * tile[row + x] - EMPHASIS * neighbours;
    }
    const sides = tile[row + last - 1] + tile[row];
    out[row + last] = own * tile[row + last] - EMPHASIS * (tile[above + last] + tile[below + last] + sides);
  }
}
