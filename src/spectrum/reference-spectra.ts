import { CHANNEL_PAIRS, CHANNEL_SCALE, CHANNEL_WEIGHTS } from './channels.ts';
import { dct2 } from './dct.ts';
import { type ComplexPlane, dft2 } from './dft.ts';
import { harmonicLevel } from './harmonic-level.ts';
import {
  directionBins,
  HARMONICS,
  harmonicPeaks,
  harmonicSurroundings,
  MAP_SIDE,
  mapCells,
} from './plane-bins.ts';
import { azimuthalRings, halfPlaneWidth, type PlaneBinning, radialBins } from './rings.ts';
import { amplitudeFloor, DCT_FLOOR, type Quantity, type TileBatch, type Window } from './spectra.ts';

/** All of `Spectra`'s quantities, in double precision. */
export type ReferenceSpectra = Record<Quantity, Float64Array>;

/** For tests: spectra in double precision throughout, by the plainest way there is. */
export function referenceSpectra({ side, count, rgba }: TileBatch, window: Window): ReferenceSpectra {
  const rings = azimuthalRings(side);
  const bins = radialBins(side);
  const floor = amplitudeFloor(side);
  const out: Record<keyof ReferenceSpectra, number[]> = {
    azimuthalAverage: [],
    reducedSpectrum: [],
    logSpectrum: [],
    powerSpectrum: [],
    crossSpectrum: [],
    directions: [],
    harmonics: [],
    logMap: [],
    dctMap: [],
    statistics: [],
  };
  for (let tile = 0; tile < count; tile++) {
    const pixels = rgba.subarray(tile * side * side * 4, (tile + 1) * side * side * 4);
    const luma = channel(pixels, side, CHANNEL_WEIGHTS.luma);
    const channels = [
      luma,
      channel(pixels, side, CHANNEL_WEIGHTS.blue),
      channel(pixels, side, CHANNEL_WEIGHTS.red),
      trace(luma, side),
    ];
    const planes = channels.map((values) => transformed(tapered(values, side, window), side));
    const amplitudes = planes.map(({ re, im }) => re.map((value, i) => Math.hypot(value, im[i])));
    const logs = amplitudes.map((values) => values.map((value) => 20 * Math.log(Math.max(value, floor))));
    const powers = amplitudes.map((values) => values.map((value) => value ** 2));

    out.azimuthalAverage.push(...means(logs[0], rings));
    const gain = amplitudes[0][0];
    out.reducedSpectrum.push(...means(amplitudes[0], bins).map((mean) => (gain === 0 ? 0 : mean / gain)));
    for (const values of logs) out.logSpectrum.push(...means(values, bins));
    for (const values of powers) out.powerSpectrum.push(...means(values, bins));
    for (const [a, b] of CHANNEL_PAIRS) {
      const product = planes[a].re.map(
        (value, i) => value * planes[b].re[i] + planes[a].im[i] * planes[b].im[i],
      );
      out.crossSpectrum.push(...means(product, bins));
    }
    out.directions.push(...means(logs[0], directionBins(side)));
    const peaks = means(powers[0], harmonicPeaks(side));
    const around = means(powers[0], harmonicSurroundings(side));
    for (let h = 0; h < HARMONICS; h++) {
      out.harmonics.push(harmonicLevel(peaks[h], around[h], side));
    }
    out.logMap.push(...means(logs[0], mapCells(side)));
    out.dctMap.push(...dctMap(luma, side));
    out.statistics.push(...statistics(luma, side));
  }
  return Object.fromEntries(
    Object.entries(out).map(([name, values]) => [name, Float64Array.from(values)]),
  ) as ReferenceSpectra;
}

function channel(pixels: Uint8Array, side: number, [r, g, b]: readonly number[]): Float64Array {
  return Float64Array.from({ length: side * side }, (_, i) => {
    const at = 4 * i;
    return (r * pixels[at] + g * pixels[at + 1] + b * pixels[at + 2]) / CHANNEL_SCALE;
  });
}

function trace(luma: Float64Array, side: number): Float64Array {
  const inside = (k: number): number => Math.min(side - 1, Math.max(0, k));
  const at = (x: number, y: number): number => luma[inside(y) * side + inside(x)];
  return luma.map((value, i) => {
    const [x, y] = [i % side, Math.floor(i / side)];
    return (
      Math.abs(at(x - 1, y) - 2 * value + at(x + 1, y)) + Math.abs(at(x, y - 1) - 2 * value + at(x, y + 1))
    );
  });
}

function tapered(values: Float64Array, side: number, window: Window): Float64Array {
  if (window === 'none') return values;
  const taper = Float64Array.from({ length: side }, (_, i) => Math.sin((Math.PI * i) / side) ** 2);
  return values.map((value, i) => value * taper[i % side] * taper[Math.floor(i / side)]);
}

/** The half plane of the DFT. */
function transformed(values: Float64Array, side: number): ComplexPlane {
  const { re, im } = dft2(values, side, side);
  const width = halfPlaneWidth(side);
  const half = (plane: Float64Array): Float64Array<ArrayBuffer> =>
    Float64Array.from({ length: side * width }, (_, i) => plane[Math.floor(i / width) * side + (i % width)]);
  return { re: half(re), im: half(im) };
}

function dctMap(luma: Float64Array, side: number): number[] {
  const coefficients = dct2(luma, side);
  const cell = side / MAP_SIDE;
  const sums = new Array<number>(MAP_SIDE * MAP_SIDE).fill(0);
  for (const [i, value] of coefficients.entries()) {
    const [x, y] = [Math.floor((i % side) / cell), Math.floor(i / side / cell)];
    sums[y * MAP_SIDE + x] += value ** 2;
  }
  return sums.map((sum) => 0.5 * Math.log(Math.max(sum / cell ** 2, DCT_FLOOR ** 2)));
}

function statistics(luma: Float64Array, side: number): number[] {
  const n = side * side;
  const mean = luma.reduce((sum, value) => sum + value, 0) / n;
  const variance = luma.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
  const share = (condition: (value: number) => boolean): number => luma.filter(condition).length / n;
  let flat = 0;
  for (let y = 0; y < side; y += 8) {
    for (let x = 0; x < side; x += 8) {
      const block = Array.from({ length: 64 }, (_, i) => luma[(y + (i >> 3)) * side + x + (i & 7)]);
      if (block.every((value) => value === block[0])) flat++;
    }
  }
  return [mean, variance, share((value) => value < 0.5), share((value) => value > 254.5), (flat * 64) / n];
}

function means(values: Float64Array, { bins, starts, positions }: PlaneBinning): number[] {
  return Array.from({ length: bins }, (_, bin) => {
    const own = positions.subarray(starts[bin], starts[bin + 1]);
    return own.reduce((sum, position) => sum + values[position], 0) / own.length;
  });
}
