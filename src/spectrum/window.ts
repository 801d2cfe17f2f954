import type { Window } from './spectra.ts';

/** DFT of the taper at frequencies 0 and ±1; it is zero everywhere else. */
export function windowSpectrum(window: Window, side: number): { atZero: number; atOne: number } {
  return window === 'hann' ? { atZero: side / 2, atOne: -side / 4 } : { atZero: side, atOne: 0 };
}
