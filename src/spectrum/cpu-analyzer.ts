import { CHANNEL_PAIRS, CHANNEL_SCALE, CHANNELS } from './channels.ts';
import { type BinSums, compileKernel, createKernel, type Kernel } from './create-kernel.ts';
import { harmonicLevel } from './harmonic-level.ts';
import { DIRECTIONS, HARMONICS, MAP_SIDE } from './plane-bins.ts';
import { radialBinCount, ringCount } from './rings.ts';
import {
  amplitudeFloor,
  checkTileBatch,
  DCT_FLOOR,
  type Spectra,
  type SpectrumAnalyzer,
  STATISTICS,
  type TileSide,
  type Window,
} from './spectra.ts';

/** The kernel takes the DCT of so many tiles at once. */
const DCT_TILES = 4;
const MAP_CELLS = MAP_SIDE * MAP_SIDE;

/** Spectra on the CPU, in SIMD WebAssembly of single precision. One tile at a time, in memory that is used again. */
export async function createCpuAnalyzer({ window }: { window: Window }): Promise<SpectrumAnalyzer> {
  const module = await compileKernel();
  const kernels = new Map<TileSide, Promise<Kernel>>();

  const kernelFor = (side: TileSide): Promise<Kernel> => {
    const existing = kernels.get(side);
    if (existing) return existing;
    const created = createKernel(module, side, window);
    kernels.set(side, created);
    return created;
  };

  return {
    kind: 'cpu',
    async analyze(tiles) {
      checkTileBatch(tiles);
      const { side, count, rgba } = tiles;
      const kernel = await kernelFor(side);
      const spectra = emptySpectra(side, count);
      const bytes = side * side * 4;
      for (let tile = 0; tile < count; tile++) {
        kernel.pixels.set(rgba.subarray(tile * bytes, (tile + 1) * bytes));
        kernel.readTile(tile % DCT_TILES);
        writeStatistics(kernel, spectra, tile);
        kernel.transformRows(tile % DCT_TILES);
        kernel.measureColumns(amplitudeFloor(side) ** 2);
        writeRadialSpectra(kernel, spectra, tile);
        writeHarmonics(kernel, spectra, tile);
        kernel.takeLogarithms(amplitudeFloor(side) ** 2);
        writeMeanLogarithms(kernel.rings, spectra.azimuthalAverage, tile);
        writeMeanLogarithms(kernel.directions, spectra.directions, tile);
        writeMeanLogarithms(kernel.map, spectra.logMap, tile);
        const first = tile - (tile % DCT_TILES);
        if (tile + 1 === Math.min(first + DCT_TILES, count)) {
          kernel.measureDct();
          for (let done = first; done <= tile; done++) writeDctMap(kernel, spectra, done);
        }
      }
      return spectra;
    },
    destroy() {
      kernels.clear();
    },
  };
}

function emptySpectra(side: TileSide, count: number): Spectra {
  const bins = radialBinCount(side);
  return {
    side,
    count,
    azimuthalAverage: new Float32Array(count * ringCount(side)),
    reducedSpectrum: new Float32Array(count * bins),
    logSpectrum: new Float32Array(count * CHANNELS.length * bins),
    powerSpectrum: new Float32Array(count * CHANNELS.length * bins),
    crossSpectrum: new Float32Array(count * CHANNEL_PAIRS.length * bins),
    directions: new Float32Array(count * DIRECTIONS),
    harmonics: new Float32Array(count * HARMONICS),
    logMap: new Float32Array(count * MAP_CELLS),
    dctMap: new Float32Array(count * MAP_CELLS),
    statistics: new Float32Array(count * STATISTICS.length),
  };
}

function writeStatistics({ statistics }: Kernel, spectra: Spectra, tile: number): void {
  const pixels = spectra.side ** 2;
  const [mean, variance, black, white, flatBlocks] = statistics;
  spectra.statistics.set(
    [
      mean / CHANNEL_SCALE,
      variance / CHANNEL_SCALE ** 2,
      black / pixels,
      white / pixels,
      (flatBlocks * 64) / pixels,
    ],
    tile * STATISTICS.length,
  );
}

/** The kernel's twelve sums of a radial bin: four of logarithms, four of powers, three of cross products, one of amplitudes. */
function writeRadialSpectra(
  { radialSums: sums, radialCounts: counts }: Kernel,
  spectra: Spectra,
  tile: number,
): void {
  const { reducedSpectrum, logSpectrum, powerSpectrum, crossSpectrum } = spectra;
  const bins = counts.length;
  // The first bin is the lowest frequency alone.
  const gain = sums[11];
  for (let bin = 0, at = 0; bin < bins; bin++, at += 12) {
    const share = 1 / counts[bin];
    for (let channel = 0; channel < CHANNELS.length; channel++) {
      const to = (tile * CHANNELS.length + channel) * bins + bin;
      logSpectrum[to] = 10 * sums[at + channel] * share;
      powerSpectrum[to] = sums[at + 4 + channel] * share;
    }
    for (let pair = 0; pair < CHANNEL_PAIRS.length; pair++) {
      crossSpectrum[(tile * CHANNEL_PAIRS.length + pair) * bins + bin] = sums[at + 8 + pair] * share;
    }
    reducedSpectrum[tile * bins + bin] = gain === 0 ? 0 : (sums[at + 11] * share) / gain;
  }
}

function writeHarmonics({ peaks, surroundings }: Kernel, { side, harmonics }: Spectra, tile: number): void {
  peaks.update();
  surroundings.update();
  for (let h = 0; h < HARMONICS; h++) {
    const peak = peaks.sums[h] / peaks.counts[h];
    const around = surroundings.sums[h] / surroundings.counts[h];
    harmonics[tile * HARMONICS + h] = harmonicLevel(peak, around, side);
  }
}

/** Means of `20·ln|F|`, from sums of `ln|F|²`. */
function writeMeanLogarithms(binSums: BinSums, out: Float32Array, tile: number): void {
  binSums.update();
  const { sums, counts } = binSums;
  for (let bin = 0, to = tile * sums.length; bin < sums.length; bin++, to++) {
    out[to] = (10 * sums[bin]) / counts[bin];
  }
}

function writeDctMap({ dctSums }: Kernel, { side, dctMap }: Spectra, tile: number): void {
  const share = MAP_CELLS / side ** 2 / (2 * CHANNEL_SCALE * side) ** 2;
  for (let cell = 0, to = tile * MAP_CELLS; cell < MAP_CELLS; cell++, to++) {
    const power = dctSums[cell * DCT_TILES + (tile % DCT_TILES)] * share;
    dctMap[to] = 0.5 * Math.log(Math.max(power, DCT_FLOOR ** 2));
  }
}
