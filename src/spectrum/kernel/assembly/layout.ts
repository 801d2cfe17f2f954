/*
 * Memory of one instance: it serves tiles of one side. A *quad* is one v128 of four planes' values at the same place; a
 * complex number is the quad of its real parts and the quad of its imaginary parts, one after the other.
 */
export const QUAD: usize = 16;
export const COMPLEX: usize = 32;
/** Rows and columns are kept a cache line further apart than they are long: powers of two would share cache sets. */
const PADDING: usize = 64;

export let side: i32 = 0;
/** One tile, 8-bit RGBA. */
export let pixels: usize = 0;
/** Luma of four tiles; rows have `MARGIN` bytes before and behind them, repeating the row's ends. */
export let lumas: usize = 0;
export const MARGIN: usize = 16;
export let lumaStride: usize = 0;
export let lumaSize: usize = 0;
/** Four rows of quads, row `y` in place `y & 3`, each with one quad before and one behind it. */
export let rows: usize = 0;
export let rowStride: usize = 0;
/** What the one-dimensional transform reads and the two places that it works in, `side` complex numbers each. */
export let line: usize = 0;
export let workA: usize = 0;
export let workB: usize = 0;
/** The plane after the rows' transforms, column by column. */
export let columns: usize = 0;
export let columnStride: usize = 0;
/** `|F|²` of luma, then its logarithm, `side/2 + 1` columns of `side` values. */
export let lumaPowers: usize = 0;

/** `e^(-2πi·k/side)`, `e^(-2πi·2k/side)`, `e^(-2πi·3k/side)` for `k < side/4`: six values each. */
export let twiddles: usize = 0;
/** `e^(-πi·k/(2·side))` for `k ≤ side/2`: two values each. */
export let halfTwiddles: usize = 0;
/** Each place's weight in the taper, and the steps from it to the weights before and behind: three values a place. */
export let taper: usize = 0;
/** What the powers of a quadrant's frequency pairs are multiplied by, column by column, `side/2 + 1` each way. */
export let scales: usize = 0;
/** Radial bins of a quadrant's frequency pairs, as 16-bit integers. */
export let radialBins: usize = 0;
/** Transform of the taper at `(0,0)`, `(0,1)`, `(1,0)`, `(1,1)`, horizontal first, in the units of the columns' transforms. */
export let pedestalSpectrum: usize = 0;
/** Gain of the DCT's emphasis is `1 + dctRise[kx] + dctRise[ky]`; `side` values. */
export let dctRise: usize = 0;

/** Each radial bin's logarithms, powers, and cross products with luma's amplitude in the fourth place: three quads. */
export let radialSums: usize = 0;
export let radialBinCount: i32 = 0;
export const RADIAL_SUMS: usize = 3 * QUAD;
/** Sums of `D²` over the cells of the DCT's map: a quad of four tiles each. */
export let dctSums: usize = 0;
/** Mean, variance, and numbers of black pixels, white pixels and flat blocks, in double precision. */
export let statistics: usize = 0;

// MAP_SIDE of src/spectrum/plane-bins.ts.
export const MAP_SIDE: i32 = 32;

let end: usize = __heap_base;

/** Takes a piece of memory; its first value lies on a cache line. */
export function reserve(bytes: usize): usize {
  const start = (end + 63) & ~63;
  end = start + bytes;
  const missing = <i32>((end + 0xffff) >>> 16) - memory.size();
  if (missing > 0 && memory.grow(missing) < 0) unreachable();
  return start;
}

/** Lays out the memory for tiles of one side. Called once. */
export function layOut(tileSide: i32, bins: i32): void {
  side = tileSide;
  radialBinCount = bins;
  const n = <usize>tileSide;
  const width = n / 2 + 1;
  pixels = reserve(n * n * 4);
  lumaStride = n * 4 + 2 * MARGIN;
  lumaSize = n * lumaStride;
  lumas = reserve(4 * lumaSize) + MARGIN;
  rowStride = (n + 2) * QUAD + PADDING;
  rows = reserve(4 * rowStride) + QUAD;
  line = reserve(n * COMPLEX + PADDING);
  workA = reserve(n * COMPLEX + 2 * PADDING);
  workB = reserve(n * COMPLEX + PADDING);
  columnStride = n * COMPLEX + PADDING;
  columns = reserve(width * columnStride);
  lumaPowers = reserve(width * n * 4);
  twiddles = reserve(n * 6);
  halfTwiddles = reserve(width * 8);
  taper = reserve(n * 12);
  scales = reserve(width * width * 4);
  radialBins = reserve(width * width * 2);
  pedestalSpectrum = reserve(16);
  dctRise = reserve(n * 4);
  radialSums = reserve(<usize>bins * RADIAL_SUMS);
  dctSums = reserve(<usize>(MAP_SIDE * MAP_SIDE) * QUAD);
  statistics = reserve(5 * 8);
}
