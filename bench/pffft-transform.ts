import createPffft from '@echogarden/pffft-wasm/simd';
import { halfPlaneWidth } from '../src/spectrum/rings.ts';

const FORWARD = 0;
const REAL = 0;
const COMPLEX = 1;
/** Columns gathered at a time: 8 complex numbers are one cache line of the row-major plane. */
const COLUMNS = 8;

/** DFT of real squares of one side, in single precision, by PFFFT's SIMD WebAssembly build. */
export interface RealTransform {
  /** Write a tile here, row-major, `side × side`; `transform` overwrites it. */
  readonly input: Float32Array;
  /**
   * Transforms `input`. Returns the half plane as interleaved complex numbers,
   * `side × (side/2 + 1) × 2`, unnormalised; valid until the next call.
   */
  transform(): Float32Array;
  destroy(): void;
}

/** @param side a power of two from 32 on (PFFFT's SIMD real transform starts there). */
export async function createRealTransform(side: number): Promise<RealTransform> {
  const pffft = await createPffft();
  const rows = pffft._pffft_new_setup(side, REAL);
  const columns = pffft._pffft_new_setup(side, COMPLEX);
  const plane = pffft._pffft_aligned_malloc(side * side * 4);
  const strip = pffft._pffft_aligned_malloc(COLUMNS * side * 8);
  const work = pffft._pffft_aligned_malloc(side * 8);
  if (!rows || !columns || !plane || !strip || !work) throw new Error(`no memory for transforms of ${side}²`);
  const heap = pffft.HEAPF32;
  const planeValues = heap.subarray(plane / 4, plane / 4 + side * side);
  const stripValues = heap.subarray(strip / 4, strip / 4 + COLUMNS * side * 2);
  const width = halfPlaneWidth(side);
  const half = new Float32Array(side * width * 2);

  /**
   * A row's transform keeps its two real numbers, at frequency 0 and at Nyquist, as one complex number. Each column
   * is transformed by itself: together, the rounding of the first would drown the last.
   */
  const transformRealColumn = (part: 0 | 1, column: number): void => {
    for (let row = 0; row < side; row++) stripValues[row] = planeValues[row * side + part];
    pffft._pffft_transform_ordered(rows, strip, strip, work, FORWARD);
    writeHermitianColumn(half, column, stripValues, side);
  };

  const transformColumns = (): void => {
    for (let column = 0; column < COLUMNS; column++) {
      const at = strip + column * side * 8;
      pffft._pffft_transform_ordered(columns, at, at, work, FORWARD);
    }
  };

  return {
    input: planeValues,
    transform() {
      for (let row = 0; row < side; row++) {
        const at = plane + row * side * 4;
        pffft._pffft_transform_ordered(rows, at, at, work, FORWARD);
      }
      for (let first = 0; first < side / 2; first += COLUMNS) {
        for (let row = 0; row < side; row++) {
          let from = row * side + first * 2;
          let to = row * 2;
          for (let column = 0; column < COLUMNS; column++, from += 2, to += side * 2) {
            stripValues[to] = planeValues[from];
            stripValues[to + 1] = planeValues[from + 1];
          }
        }
        transformColumns();
        for (let row = 0; row < side; row++) {
          let to = (row * width + first) * 2;
          let from = row * 2;
          for (let column = 0; column < COLUMNS; column++, to += 2, from += side * 2) {
            half[to] = stripValues[from];
            half[to + 1] = stripValues[from + 1];
          }
        }
      }
      transformRealColumn(0, 0);
      transformRealColumn(1, side / 2);
      return half;
    },
    destroy() {
      pffft._pffft_destroy_setup(rows);
      pffft._pffft_destroy_setup(columns);
      for (const pointer of [plane, strip, work]) pffft._pffft_aligned_free(pointer);
    },
  };
}

/** Writes a real column's transform, in PFFFT's order (0, Nyquist, then complex 1 … side/2 - 1), with its mirror. */
function writeHermitianColumn(half: Float32Array, column: number, values: Float32Array, side: number): void {
  const stride = halfPlaneWidth(side) * 2;
  const start = column * 2;
  half[start] = values[0];
  half[start + 1] = 0;
  half[start + (side / 2) * stride] = values[1];
  half[start + (side / 2) * stride + 1] = 0;
  for (let k = 1; k < side / 2; k++) {
    const at = start + k * stride;
    const mirror = start + (side - k) * stride;
    half[at] = half[mirror] = values[2 * k];
    half[at + 1] = values[2 * k + 1];
    half[mirror + 1] = -values[2 * k + 1];
  }
}
