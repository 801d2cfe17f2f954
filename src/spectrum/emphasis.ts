/**
 * Strength of the high-pass filter that tiles pass before their transform: `1 + 4·EMPHASIS` times a pixel less
 * `EMPHASIS` times its four neighbours, around the tile's edges too (mirrored there before a DCT). A photograph's low
 * frequencies are a thousand times its high ones, and rounding in single precision is a share of the largest; so the
 * corners of the plane would keep four digits. Lifted by the filter and divided by its gain afterwards they keep six.
 * Integers stay exact: `(1 + 8·EMPHASIS) · 255 000 < 2²⁴`. The same constant is in `kernel/assembly/emphasise.ts`.
 */
export const EMPHASIS = 4;

/** The filter's gain at `(kx, ky)` is `1 + rise[kx] + rise[ky]`; `rise[k] = 4·EMPHASIS·sin²(πk/side)`, `side` values. */
export function emphasisRise(side: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: side }, (_, k) => 4 * EMPHASIS * Math.sin((Math.PI * k) / side) ** 2);
}
