import { DECAY_THRESHOLD, type DecayParameters } from '../../src/spectrum/decay-fit.ts';
import { dft2 } from '../../src/spectrum/dft.ts';

/**
 * Dzanic 2020, eqs. 5–6: gives a generated picture the decay of a real one. Its spectrum is multiplied by
 * `1 - φ + φ·c_real/c_generated`, the ratio of both decay laws, with `φ = ½(tanh(k - k_T) + 1)`. The frequency is in steps
 * there: in `k_r`'s unit, from 0 to 1, φ would hardly leave ½ and change the low frequencies as well.
 * @param rgba 8-bit, `side² × 4` bytes; each channel is treated alike, alpha kept
 * @param own the picture's decay, `real` what it is to be
 */
export function spoofSpectrum(
  rgba: Uint8Array,
  side: number,
  own: DecayParameters,
  real: DecayParameters,
): Uint8Array<ArrayBuffer> {
  const corner = side / Math.SQRT2;
  const signed = (k: number): number => (k < side / 2 ? k : k - side);
  const gains = Float64Array.from({ length: side ** 2 }, (_, i) => {
    const radius = Math.hypot(signed(i % side), signed(Math.floor(i / side)));
    const blend = (Math.tanh(radius - DECAY_THRESHOLD * corner) + 1) / 2;
    // Far below the threshold there is nothing to blend in, and at DC no ratio.
    if (blend === 0) return 1;
    const ratio = (real.b1 / own.b1) * (radius / (DECAY_THRESHOLD * corner)) ** (real.b2 - own.b2);
    return 1 + blend * (ratio - 1);
  });
  const spoofed = Uint8ClampedArray.from(rgba);
  for (let channel = 0; channel < 3; channel++) {
    const values = Float64Array.from({ length: side ** 2 }, (_, i) => rgba[4 * i + channel]);
    filtered(values, side, gains).forEach((value, i) => {
      spoofed[4 * i + channel] = value;
    });
  }
  return new Uint8Array(spoofed.buffer);
}

/** A real plane whose spectrum is multiplied by real gains, equal at opposite frequencies. */
function filtered(values: Float64Array, side: number, gains: Float64Array): Float64Array {
  const { re, im } = dft2(values, side, side);
  // The inverse of a real plane's spectrum, by two transforms forth.
  const even = dft2(
    re.map((value, i) => value * gains[i]),
    side,
    side,
  );
  const odd = dft2(
    im.map((value, i) => value * gains[i]),
    side,
    side,
  );
  return even.re.map((value, i) => (value + odd.im[i]) / side ** 2);
}
