import { LUMA_WEIGHTS } from './luma.ts';
import { azimuthalRings, halfPlaneWidth, type RadialBinning, reducedBins } from './rings.ts';
import { amplitudeFloor, type Spectra, type TileBatch, type Window } from './spectra.ts';

/** For tests: spectra in double precision throughout, by the plainest way there is. */
export function referenceSpectra({ side, count, rgba }: TileBatch, window: Window): Spectra {
  const rings = azimuthalRings(side);
  const bins = reducedBins(side);
  const azimuthalAverage: number[] = [];
  const reducedSpectrum: number[] = [];
  for (let tile = 0; tile < count; tile++) {
    const amplitudes = tileAmplitudes(rgba.subarray(tile * side * side * 4), side, window);
    const logarithms = amplitudes.map(
      (amplitude) => 20 * Math.log(Math.max(amplitude, amplitudeFloor(side))),
    );
    azimuthalAverage.push(...means(logarithms, rings));
    reducedSpectrum.push(...means(amplitudes, bins).map((mean) => (mean === 0 ? 0 : mean / amplitudes[0])));
  }
  return {
    side,
    count,
    azimuthalAverage: Float32Array.from(azimuthalAverage),
    reducedSpectrum: Float32Array.from(reducedSpectrum),
  };
}

function tileAmplitudes(rgba: Uint8Array, side: number, window: Window): Float64Array {
  const { red, green, blue } = LUMA_WEIGHTS;
  const taper = Float64Array.from({ length: side }, (_, i) =>
    window === 'hann' ? Math.sin((Math.PI * i) / side) ** 2 : 1,
  );
  const re = new Float64Array(side * side);
  const im = new Float64Array(side * side);
  for (let i = 0; i < side * side; i++) {
    const luma = (red * rgba[4 * i] + green * rgba[4 * i + 1] + blue * rgba[4 * i + 2]) / 1000;
    re[i] = luma * taper[i % side] * taper[Math.floor(i / side)];
  }
  for (let row = 0; row < side; row++) transform(re, im, row * side, 1, side);
  const width = halfPlaneWidth(side);
  for (let column = 0; column < width; column++) transform(re, im, column, side, side);
  return Float64Array.from({ length: side * width }, (_, i) => {
    const at = Math.floor(i / width) * side + (i % width);
    return Math.hypot(re[at], im[at]);
  });
}

/** Cooley and Tukey's radix-2 transform in place, of `length` points that lie `stride` apart from `first` on. */
function transform(re: Float64Array, im: Float64Array, first: number, stride: number, length: number): void {
  for (let i = 1, reversed = 0; i < length; i++) {
    let bit = length >> 1;
    for (; reversed & bit; bit >>= 1) reversed ^= bit;
    reversed ^= bit;
    if (i >= reversed) continue;
    const [a, b] = [first + i * stride, first + reversed * stride];
    [re[a], re[b]] = [re[b], re[a]];
    [im[a], im[b]] = [im[b], im[a]];
  }
  for (let half = 1; half < length; half *= 2) {
    for (let k = 0; k < half; k++) {
      const cos = Math.cos((Math.PI * k) / half);
      const sin = -Math.sin((Math.PI * k) / half);
      for (let i = k; i < length; i += 2 * half) {
        const a = first + i * stride;
        const b = a + half * stride;
        const turnedRe = cos * re[b] - sin * im[b];
        const turnedIm = cos * im[b] + sin * re[b];
        re[b] = re[a] - turnedRe;
        im[b] = im[a] - turnedIm;
        re[a] += turnedRe;
        im[a] += turnedIm;
      }
    }
  }
}

function means(values: Float64Array, { bins, starts, positions }: RadialBinning): number[] {
  return Array.from({ length: bins }, (_, bin) => {
    const own = positions.subarray(starts[bin], starts[bin + 1]);
    return own.reduce((sum, position) => sum + values[position], 0) / own.length;
  });
}
