import { expect, test } from 'vitest';
import { fitDecay } from '../../src/spectrum/decay-fit.ts';
import { referenceSpectra } from '../../src/spectrum/reference-spectra.ts';
import { seededRandom } from '../random.ts';
import { spoofSpectrum } from './spoof-spectrum.ts';

const SIDE = 128;

/** Noise of a standard deviation that clipping leaves alone, blurred by `weight` of its left and upper neighbours. */
function picture(weight: number): Uint8Array {
  const random = seededRandom('spoof', weight);
  const grey = Float64Array.from({ length: SIDE ** 2 }, () => random.between(-40, 40));
  return Uint8Array.from({ length: 4 * SIDE ** 2 }, (_, i) => {
    const at = Math.floor(i / 4);
    const around =
      (grey[(at + SIDE ** 2 - 1) % SIDE ** 2] + grey[(at + SIDE ** 2 - SIDE) % SIDE ** 2]) * weight;
    return i % 4 === 3 ? 255 : 128 + grey[at] + around;
  });
}

function decayOf(rgba: Uint8Array) {
  const { reducedSpectrum } = referenceSpectra({ side: SIDE, count: 1, rgba }, 'none');
  const decay = fitDecay(reducedSpectrum, SIDE);
  if (!decay) throw new Error('no decay');
  return decay;
}

test('a spoofed picture has the decay that it was given', () => {
  const [generated, real] = [picture(0.4), picture(0)];
  const [own, wanted] = [decayOf(generated), decayOf(real)];
  expect(Math.abs(own.b2 - wanted.b2)).toBeGreaterThan(1);
  const spoofed = decayOf(spoofSpectrum(generated, SIDE, own, wanted));
  expect(spoofed.b1 / wanted.b1).toBeCloseTo(1, 1);
  expect(Math.abs(spoofed.b2 - wanted.b2)).toBeLessThan(0.3);
});

test('its own decay leaves a picture as it is', () => {
  const rgba = picture(0.4);
  const own = decayOf(rgba);
  expect(spoofSpectrum(rgba, SIDE, own, own)).toEqual(rgba);
});
