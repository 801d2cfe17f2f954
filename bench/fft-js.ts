import FFT from 'fft.js';
import type { Contestant } from './contestant.ts';
import { transformEntry } from './transform-entry.ts';

export const fftJs: Contestant = {
  name: 'fft.js',
  async enter(batch) {
    const { side } = batch.tiles;
    const pixels = side * side;
    const transformed = planeTransform(side);
    const halfPlane = (plane: number): Float64Array =>
      transformed(batch.planes.subarray(plane * pixels, (plane + 1) * pixels));
    return transformEntry(batch, {
      run() {
        for (let plane = 0; plane * pixels < batch.planes.length; plane++) halfPlane(plane);
      },
      halfPlane: (plane) => halfPlane(plane).slice(),
    });
  },
};

/** Two-dimensional DFT in double precision; the half plane that it returns is valid until the next call. */
function planeTransform(side: number): (values: Float32Array) => Float64Array {
  const fft = new FFT(side);
  const stride = side + 2;
  const plane = new Float64Array(side * side);
  const half = new Float64Array(side * stride);
  const column = new Float64Array(2 * side);
  const out = new Float64Array(2 * side);
  const outRow = out.subarray(0, stride);
  // Views are made once: as garbage they would be collected in others' time.
  const rows = Array.from({ length: side }, (_, y) => plane.subarray(y * side, (y + 1) * side));
  return (values) => {
    plane.set(values);
    for (let y = 0; y < side; y++) {
      fft.realTransform(out, rows[y]);
      half.set(outRow, y * stride);
    }
    for (let x = 0; x < stride; x += 2) {
      for (let y = 0; y < side; y++) {
        column[2 * y] = half[y * stride + x];
        column[2 * y + 1] = half[y * stride + x + 1];
      }
      fft.transform(out, column);
      for (let y = 0; y < side; y++) {
        half[y * stride + x] = out[2 * y];
        half[y * stride + x + 1] = out[2 * y + 1];
      }
    }
    return half;
  };
}
