import { type DecayParameters, fitPowerLaw, PUBLISHED_DECAY_THRESHOLD } from './decay-fit.ts';
import { dft2 } from './dft.ts';

/** Bins of the spectrum, from half of the corner's frequency on. */
const BINS = 200;
const LOWEST_FREQUENCY = 0.5;
/** The first bin that is fitted. */
const START = Math.round((BINS * (PUBLISHED_DECAY_THRESHOLD - LOWEST_FREQUENCY)) / (1 - LOWEST_FREQUENCY));
/** How many bins the moving mean takes on each side. */
const REACH = 2;
/** MATLAB's `rgb2gray`: its weights differ from BT.601's by up to 6·10⁻⁵, which decides some roundings. */
const GREY_WEIGHTS = [0.298936021293775, 0.587043074451121, 0.114020904255103] as const;

export interface PublishedDecay extends DecayParameters {
  /** The spectrum's value in the last bin, at `k_r = 1`. */
  corner: number;
}

/**
 * Dzanic 2020 as in the authors' published code, which is not the paper's: grey levels rounded to integers; `|F|` not
 * divided by its value at DC; frequencies measured from the coefficient one before DC in both directions; 200 equal bins
 * from the least of them above `k_r = 0.5` to the greatest; a moving mean over five bins, over fewer at the ends; and a
 * fit from `k_r = 0.85` on, with `b1` held at the spectrum's value there. Double precision, pictures of any size.
 * @param rgba 8-bit, row-major, alpha ignored
 * @returns null where the spectrum is empty at `k_r = 0.85`
 */
export function publishedDecay(rgba: Uint8Array, width: number, height: number): PublishedDecay | null {
  const { radii, amplitudes } = binAmplitudes(greyLevels(rgba), width, height);
  const values = movingMean(amplitudes).slice(START);
  if (!(values[0] > 0)) return null;
  const logs = radii.slice(START).map((radius) => Math.log(radius / radii[START]));
  return { ...fitPowerLaw(logs, values, values[0]), corner: values[values.length - 1] };
}

function greyLevels(rgba: Uint8Array): Float64Array {
  const [red, green, blue] = GREY_WEIGHTS;
  return Float64Array.from({ length: rgba.length / 4 }, (_, i) =>
    Math.round(red * rgba[4 * i] + green * rgba[4 * i + 1] + blue * rgba[4 * i + 2]),
  );
}

/** The bins' middles, in frequency steps, and the means of `|F|` over them. */
function binAmplitudes(
  values: Float64Array,
  width: number,
  height: number,
): { radii: number[]; amplitudes: number[] } {
  const { re, im } = dft2(values, width, height);
  const [across, down] = [offsets(width), offsets(height)];
  const radii = values.map((_, i) => Math.sqrt(across[i % width] ** 2 + down[Math.floor(i / width)] ** 2));
  const lowest = LOWEST_FREQUENCY * Math.hypot(Math.round(width / 2), Math.round(height / 2));
  let [least, greatest] = [Number.POSITIVE_INFINITY, 0];
  for (const radius of radii) {
    if (radius <= lowest) continue;
    least = Math.min(least, radius);
    greatest = Math.max(greatest, radius);
  }
  const binWidth = (greatest - least) / BINS;

  const sums = new Float64Array(BINS);
  const counts = new Float64Array(BINS);
  for (let i = 0; i < radii.length; i++) {
    if (radii[i] <= lowest) continue;
    // A radius on the edge of two bins belongs to the lower, the least of all to the first.
    const bin = Math.min(BINS - 1, Math.max(0, Math.ceil((radii[i] - least) / binWidth) - 1));
    sums[bin] += Math.sqrt(re[i] ** 2 + im[i] ** 2);
    counts[bin]++;
  }
  const amplitudes = Array.from(sums, (sum, bin) => sum / counts[bin]);
  for (let bin = 1; bin < BINS; bin++) {
    // Small pictures leave bins near the corner empty; never the last, which holds the corner.
    if (counts[bin] > 0) continue;
    const next = counts.findIndex((count, other) => other > bin && count > 0);
    amplitudes[bin] = (amplitudes[bin - 1] + amplitudes[next]) / 2;
  }
  return { radii: amplitudes.map((_, bin) => least + (bin + 0.5) * binWidth), amplitudes };
}

/** Signed distances along one axis, in DFT order, from the coefficient one before DC; in odd sizes from DC itself. */
function offsets(size: number): number[] {
  const shift = size % 2 === 0 ? 1 : 0;
  return Array.from({ length: size }, (_, k) => (k < size / 2 ? k : k - size) + shift);
}

function movingMean(values: number[]): number[] {
  return values.map((_, i) => {
    const reach = Math.min(REACH, i, values.length - 1 - i);
    const own = values.slice(i - reach, i + reach + 1);
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  });
}
