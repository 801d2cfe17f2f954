import type { Window } from './spectra.ts';

/** One-dimensional taper of `side` weights; a tile is multiplied by its outer product. Periodic form. */
export function windowWeights(window: Window, side: number): Float32Array<ArrayBuffer> {
  const weights = new Float32Array(side).fill(1);
  if (window === 'hann') {
    for (let i = 0; i < side; i++) weights[i] = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / side);
  }
  return weights;
}

/** DFT of the taper at frequencies 0 and ±1; it is zero everywhere else. */
export function windowSpectrum(window: Window, side: number): { atZero: number; atOne: number } {
  return window === 'hann' ? { atZero: side / 2, atOne: -side / 4 } : { atZero: side, atOne: 0 };
}
