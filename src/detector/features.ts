import { PROFILE_LENGTH } from '../analysis.ts';
import { resampleCubic } from '../spectrum/cubic-spline.ts';
import type { DecayParameters } from '../spectrum/decay-fit.ts';
import { pictureSpectra } from '../spectrum/picture-spectra.ts';
import type { Spectra } from '../spectrum/spectra.ts';

/** What the models read of one picture. */
export interface Features {
  /** Azimuthal average of `20·ln|F|` over the picture's tiles, resampled to `PROFILE_LENGTH`. */
  profile: Float64Array;
  /** Decay fit of the reduced spectrum, averaged over the picture's tiles. */
  decay: DecayParameters;
}

/**
 * Features of the picture that owns tiles `first … first + count - 1` of a batch.
 * @returns null where the spectrum has no measurable decay
 */
export function featuresOf(spectra: Spectra, first: number, count: number): Features | null {
  const { azimuthalAverage, decay } = pictureSpectra(spectra, first, count);
  return decay && { profile: resampleCubic(azimuthalAverage, PROFILE_LENGTH), decay };
}

const DECIBELS = 1 / Math.LN10;

/** A profile in dB (`20·log10|F|`) relative to its lowest ring: the shape of the spectrum, whatever the contrast. */
export function relativeProfile({ profile }: Features): Float32Array {
  return Float32Array.from(profile, (value) => (value - profile[0]) * DECIBELS);
}
