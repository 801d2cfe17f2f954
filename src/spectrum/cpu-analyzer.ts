import { emphasise, emphasisRise } from './emphasis.ts';
import { LUMA_SCALE, lumaWithoutPedestal } from './luma.ts';
import { createRealTransform, type RealTransform } from './pffft-transform.ts';
import { azimuthalRings, halfPlaneWidth, type PlaneBinning, radialBins } from './rings.ts';
import {
  amplitudeFloor,
  checkTileBatch,
  type SpectrumAnalyzer,
  type TileSide,
  type Window,
} from './spectra.ts';
import { windowSpectrum, windowWeights } from './window.ts';

/** Powers are multiplied in groups before a logarithm is taken: 8 × 10²⁴ stays far inside double precision. */
const LOG_GROUP = 8;

interface Workspace {
  transform: RealTransform;
  weights: Float32Array;
  rings: PlaneBinning;
  bins: PlaneBinning;
  /** Tapered tile, before the filter. */
  tapered: Float32Array;
  /** The filter's gain at every position of the half plane. */
  gain: Float64Array;
  power: Float64Array;
  amplitude: Float64Array;
}

/** Spectra on the CPU: PFFFT in SIMD WebAssembly, reductions in double precision. No allocation per tile. */
export async function createCpuAnalyzer({ window }: { window: Window }): Promise<SpectrumAnalyzer> {
  const workspaces = new Map<TileSide, Promise<Workspace>>();

  const workspaceFor = (side: TileSide): Promise<Workspace> => {
    const existing = workspaces.get(side);
    if (existing) return existing;
    const created = createWorkspace(side, window);
    workspaces.set(side, created);
    return created;
  };

  return {
    kind: 'cpu',
    async analyze(tiles) {
      checkTileBatch(tiles);
      const { side, count, rgba } = tiles;
      const workspace = await workspaceFor(side);
      const { rings, bins } = workspace;
      const azimuthalAverage = new Float32Array(count * rings.bins);
      const reducedSpectrum = new Float32Array(count * bins.bins);
      for (let tile = 0; tile < count; tile++) {
        measureAmplitudes(workspace, rgba, tile * side * side * 4, side, window);
        meanLogAmplitude(workspace, azimuthalAverage, tile * rings.bins);
        meanRelativeAmplitude(workspace, reducedSpectrum, tile * bins.bins);
      }
      return { side, count, azimuthalAverage, reducedSpectrum };
    },
    destroy() {
      for (const workspace of workspaces.values())
        void workspace.then(({ transform }) => transform.destroy());
      workspaces.clear();
    },
  };
}

async function createWorkspace(side: TileSide, window: Window): Promise<Workspace> {
  const width = halfPlaneWidth(side);
  const size = side * width;
  const rise = emphasisRise(side);
  return {
    transform: await createRealTransform(side),
    weights: windowWeights(window, side),
    rings: azimuthalRings(side),
    bins: radialBins(side),
    tapered: new Float32Array(side * side),
    gain: Float64Array.from({ length: size }, (_, i) => 1 + rise[i % width] + rise[Math.floor(i / width)]),
    power: new Float64Array(size),
    amplitude: new Float64Array(size),
  };
}

/** Fills `amplitude` with `|F|` of one tile's luma in 0..255, and `power` with its square, held above the floor. */
function measureAmplitudes(
  { transform, weights, tapered, gain, power, amplitude }: Workspace,
  rgba: Uint8Array,
  offset: number,
  side: number,
  window: Window,
): void {
  const pedestal = lumaWithoutPedestal(rgba, offset, side, tapered);
  if (window !== 'none') {
    for (let y = 0, i = 0; y < side; y++) {
      const weight = weights[y];
      for (let x = 0; x < side; x++, i++) tapered[i] *= Math.fround(weight * weights[x]);
    }
  }
  emphasise(tapered, side, transform.input);
  const half = transform.transform();
  restorePedestal(half, gain, pedestal, side, window);
  const floor = amplitudeFloor(side) ** 2;
  for (let i = 0, at = 0; i < power.length; i++, at += 2) {
    const scale = 1 / (gain[i] * LUMA_SCALE);
    const value = scale * scale * (half[at] * half[at] + half[at + 1] * half[at + 1]);
    amplitude[i] = Math.sqrt(value);
    power[i] = Math.max(value, floor);
  }
}

/** Adds the transform of the constant that was taken away before: it touches frequencies -1, 0 and 1 only. */
function restorePedestal(
  half: Float32Array,
  gain: Float64Array,
  pedestal: number,
  side: number,
  window: Window,
): void {
  const { atZero, atOne } = windowSpectrum(window, side);
  const width = halfPlaneWidth(side);
  for (const [row, vertical] of [
    [0, atZero],
    [1, atOne],
    [side - 1, atOne],
  ]) {
    const at = row * width;
    half[2 * at] += gain[at] * pedestal * vertical * atZero;
    half[2 * at + 2] += gain[at + 1] * pedestal * vertical * atOne;
  }
}

/** Mean over each ring of `20·ln|F|`, as `10·ln` of products of powers. */
function meanLogAmplitude({ power, rings }: Workspace, out: Float32Array, offset: number): void {
  const { bins, starts, positions } = rings;
  for (let ring = 0; ring < bins; ring++) {
    const end = starts[ring + 1];
    let sum = 0;
    for (let i = starts[ring]; i < end; ) {
      const groupEnd = Math.min(i + LOG_GROUP, end);
      let product = 1;
      for (; i < groupEnd; i++) product *= power[positions[i]];
      sum += Math.log(product);
    }
    out[offset + ring] = (10 * sum) / (end - starts[ring]);
  }
}

/** Mean over each bin of `|F| / |F(0)|`. */
function meanRelativeAmplitude(
  { amplitude, bins: binning }: Workspace,
  out: Float32Array,
  offset: number,
): void {
  const { bins, starts, positions } = binning;
  const gain = amplitude[0];
  if (gain === 0) return;
  for (let bin = 0; bin < bins; bin++) {
    let sum = 0;
    for (let i = starts[bin]; i < starts[bin + 1]; i++) sum += amplitude[positions[i]];
    out[offset + bin] = sum / ((starts[bin + 1] - starts[bin]) * gain);
  }
}
