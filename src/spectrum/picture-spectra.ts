import { averageTiles } from './average-tiles.ts';
import { coherence } from './coherence.ts';
import { type DecayParameters, fitDecay, PUBLISHED_DECAY_THRESHOLD } from './decay-fit.ts';
import type { Quantity, Spectra, TileSide } from './spectra.ts';

/**
 * What is measured of one picture: every quantity of `Spectra` averaged over its tiles, and what follows from the averages.
 * Survives a structured clone; below 200 kB.
 */
export interface PictureSpectra extends Record<Quantity, Float64Array<ArrayBuffer>> {
  side: TileSide;
  /** See `coherence`. `3 × radialBinCount(side)`. */
  coherence: Float64Array<ArrayBuffer>;
  /** Decay fit of the reduced spectrum from `k_T = 0.75` on, as in the paper; null where there is nothing to fit. */
  decay: DecayParameters | null;
  /** The same from `k_T = 0.85` on, as in the authors' code. */
  decayFrom85: DecayParameters | null;
}

/** Spectra of the picture that owns tiles `first … first + count - 1` of a batch: by default all. */
export function pictureSpectra(spectra: Spectra, first = 0, count = spectra.count): PictureSpectra {
  const { side, count: tiles, ...quantities } = spectra;
  const means = Object.fromEntries(
    Object.entries(quantities).map(([name, rows]) => [
      name,
      averageTiles(rows, rows.length / tiles, first, count),
    ]),
  ) as Record<Quantity, Float64Array<ArrayBuffer>>;
  return {
    side,
    ...means,
    coherence: coherence(side, means.powerSpectrum, means.crossSpectrum),
    decay: fitDecay(means.reducedSpectrum, side),
    decayFrom85: fitDecay(means.reducedSpectrum, side, PUBLISHED_DECAY_THRESHOLD),
  };
}
