import type { Window } from '../spectrum/spectra.ts';
import { windowSpectrum } from '../spectrum/window.ts';

/**
 * The window's weights and their steps to the next, around the end too, as interleaved pairs, `side × 2`. Both are
 * rounded from double precision: a step taken between rounded weights would have lost most of its digits.
 */
export function taperTable(window: Window, side: number): Float32Array<ArrayBuffer> {
  const { atZero, atOne } = windowSpectrum(window, side);
  const weight = (i: number): number => (atZero + 2 * atOne * Math.cos((2 * Math.PI * i) / side)) / side;
  const table = new Float32Array(side * 2);
  for (let i = 0; i < side; i++) {
    table[2 * i] = weight(i);
    table[2 * i + 1] = weight(i + 1) - weight(i);
  }
  return table;
}
