import { CHANNEL_PAIRS, CHANNELS } from './channels.ts';
import { radialBinCount } from './rings.ts';
import { amplitudeFloor, type TileSide } from './spectra.ts';

/**
 * Coherence between the channels of `CHANNEL_PAIRS`: `Re(S_ab) / √(S_aa·S_bb)` of each radial bin, -1..1, with `S_aa` held
 * above `amplitudeFloor²`. The sign is kept: it tells channels that rise together from channels that rise against each
 * other. The imaginary part that the squared coherence of textbooks has beside it is nothing here, for a bin
 * holds with each frequency its opposite.
 * @param powerSpectrum of one tile, or averaged over tiles: `4 × radialBinCount(side)`
 * @param crossSpectrum of the same: `3 × radialBinCount(side)`
 * @returns `3 × radialBinCount(side)`
 */
export function coherence(
  side: TileSide,
  powerSpectrum: ArrayLike<number>,
  crossSpectrum: ArrayLike<number>,
): Float64Array<ArrayBuffer> {
  const bins = radialBinCount(side);
  const floor = amplitudeFloor(side) ** 2;
  if (
    powerSpectrum.length !== CHANNELS.length * bins ||
    crossSpectrum.length !== CHANNEL_PAIRS.length * bins
  ) {
    throw new RangeError(`the spectra are not of one tile of ${side}²`);
  }
  return Float64Array.from(crossSpectrum, (cross, i) => {
    const [a, b] = CHANNEL_PAIRS[Math.floor(i / bins)].map((channel) =>
      Math.max(powerSpectrum[channel * bins + (i % bins)], floor),
    );
    return cross / Math.sqrt(a * b);
  });
}
