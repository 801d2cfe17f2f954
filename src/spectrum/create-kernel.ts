import { CHANNEL_SCALE } from './channels.ts';
import { emphasisRise } from './emphasis.ts';
import { KERNEL_BINARY } from './kernel/kernel-binary.ts';
import { directionBins, harmonicPeaks, harmonicSurroundings, MAP_SIDE, mapCells } from './plane-bins.ts';
import { azimuthalRings, halfPlaneWidth, type PlaneBinning, radialBins } from './rings.ts';
import type { TileSide, Window } from './spectra.ts';
import { windowSpectrum } from './window.ts';

/** What `kernel/assembly/index.ts` exports. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  layOut(side: number, radialBinCount: number): void;
  reserve(bytes: number): number;
  setTaper(on: boolean): void;
  readTile(tile: number): void;
  transformRows(tile: number): void;
  measureColumns(floor: number): void;
  takeLogarithms(floor: number): void;
  sumBins(bins: number, starts: number, places: number, sums: number): void;
  measureDct(): void;
  transformLine(): number;
  readonly line: WebAssembly.Global<'i32'>;
  readonly pixels: WebAssembly.Global<'i32'>;
  readonly twiddles: WebAssembly.Global<'i32'>;
  readonly halfTwiddles: WebAssembly.Global<'i32'>;
  readonly taper: WebAssembly.Global<'i32'>;
  readonly scales: WebAssembly.Global<'i32'>;
  readonly radialBins: WebAssembly.Global<'i32'>;
  readonly pedestalSpectrum: WebAssembly.Global<'i32'>;
  readonly dctRise: WebAssembly.Global<'i32'>;
  readonly radialSums: WebAssembly.Global<'i32'>;
  readonly dctSums: WebAssembly.Global<'i32'>;
  readonly statistics: WebAssembly.Global<'i32'>;
}

/** Sums over the bins of a plane of luma. */
export interface BinSums {
  /** Sums up the plane as it is now. */
  update(): void;
  readonly sums: Float32Array;
  /** How many values each sum holds. */
  readonly counts: Uint32Array;
}

/** The compiled code for tiles of one side, with its tables. Views keep their place; their contents change. */
export interface Kernel
  extends Pick<
    Exports,
    'readTile' | 'transformRows' | 'measureColumns' | 'takeLogarithms' | 'measureDct' | 'transformLine'
  > {
  /** What `transformLine` transforms: `side` times the real parts of four lines, then their imaginary parts. */
  readonly line: Float32Array;
  /** 8-bit RGBA of the next tile. */
  readonly pixels: Uint8Array;
  /** Logarithms, powers, cross products with amplitudes: twelve numbers a radial bin. */
  readonly radialSums: Float32Array;
  readonly radialCounts: Uint32Array;
  /** Of powers, before the logarithms are taken. */
  readonly peaks: BinSums;
  readonly surroundings: BinSums;
  /** Of logarithms. */
  readonly rings: BinSums;
  readonly directions: BinSums;
  readonly map: BinSums;
  /** For each cell of the map, four tiles' sums of squares, of values `2000·side` times as large. */
  readonly dctSums: Float32Array;
  /** `STATISTICS`, in thousandths of a grey level and in numbers of pixels and blocks. */
  readonly statistics: Float64Array;
}

/** Compiles the kernel's WebAssembly, once for all its instances. */
export function compileKernel(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(Uint8Array.from(atob(KERNEL_BINARY), (character) => character.charCodeAt(0)));
}

/** An instance of the kernel for one side and window. */
export async function createKernel(
  module: WebAssembly.Module,
  side: TileSide,
  window: Window,
): Promise<Kernel> {
  const { exports } = await WebAssembly.instantiate(module);
  const code = exports as unknown as Exports;
  const radial = radialBins(side);
  code.layOut(side, radial.bins);
  code.setTaper(window !== 'none');

  const peaks = reserveSums(code, harmonicPeaks(side), side);
  const surroundings = reserveSums(code, harmonicSurroundings(side), side);
  const rings = reserveSums(code, azimuthalRings(side), side);
  const directions = reserveSums(code, directionBins(side), side);
  const map = reserveSums(code, mapCells(side), side);

  // Views last: the memory's buffer is another one each time that it grows.
  const floats = (at: WebAssembly.Global<'i32'>, length: number): Float32Array =>
    new Float32Array(code.memory.buffer, at.value, length);
  const width = halfPlaneWidth(side);
  floats(code.twiddles, (side / 4) * 6).set(twiddles(side));
  floats(code.halfTwiddles, width * 2).set(halfTwiddles(side));
  floats(code.taper, side * 3).set(taper(window, side));
  floats(code.scales, width * width).set(scales(side));
  floats(code.pedestalSpectrum, 4).set(pedestalSpectrum(window, side));
  // The DCT's frequencies are half as far apart as the DFT's.
  floats(code.dctRise, side).set(emphasisRise(2 * side).subarray(0, side));
  new Uint16Array(code.memory.buffer, code.radialBins.value, width * width).set(quadrantBins(radial, side));

  return {
    readTile: code.readTile,
    transformRows: code.transformRows,
    measureColumns: code.measureColumns,
    takeLogarithms: code.takeLogarithms,
    measureDct: code.measureDct,
    transformLine: code.transformLine,
    line: floats(code.line, side * 8),
    pixels: new Uint8Array(code.memory.buffer, code.pixels.value, side * side * 4),
    radialSums: floats(code.radialSums, radial.bins * 12),
    radialCounts: countsOf(radial),
    peaks: peaks(),
    surroundings: surroundings(),
    rings: rings(),
    directions: directions(),
    map: map(),
    dctSums: floats(code.dctSums, MAP_SIDE * MAP_SIDE * 4),
    statistics: new Float64Array(code.memory.buffer, code.statistics.value, 5),
  };
}

const countsOf = ({ bins, starts }: PlaneBinning): Uint32Array =>
  Uint32Array.from({ length: bins }, (_, bin) => starts[bin + 1] - starts[bin]);

/** Takes memory for a binning's lists; the function that comes back fills it, when no more memory is to be taken. */
function reserveSums(code: Exports, binning: PlaneBinning, side: number): () => BinSums {
  const { bins, starts, positions } = binning;
  const width = halfPlaneWidth(side);
  const startsAt = code.reserve(starts.byteLength);
  const placesAt = code.reserve(positions.byteLength);
  const sumsAt = code.reserve(bins * 4);
  return () => {
    new Uint32Array(code.memory.buffer, startsAt, starts.length).set(starts);
    const places = new Uint32Array(code.memory.buffer, placesAt, positions.length);
    // The kernel's plane lies column by column, and it counts in bytes.
    for (const [i, position] of positions.entries()) {
      places[i] = 4 * ((position % width) * side + Math.floor(position / width));
    }
    return {
      update: () => code.sumBins(bins, startsAt, placesAt, sumsAt),
      sums: new Float32Array(code.memory.buffer, sumsAt, bins),
      counts: countsOf(binning),
    };
  };
}

function twiddles(side: number): number[] {
  return Array.from({ length: side / 4 }, (_, k) =>
    [1, 2, 3].flatMap((factor) => {
      const angle = (-2 * Math.PI * factor * k) / side;
      return [Math.cos(angle), Math.sin(angle)];
    }),
  ).flat();
}

function halfTwiddles(side: number): number[] {
  return Array.from({ length: halfPlaneWidth(side) }, (_, k) => {
    const angle = (-Math.PI * k) / (2 * side);
    return [Math.cos(angle), Math.sin(angle)];
  }).flat();
}

/** For powers. The rows' transforms come out doubled, in thousandths of a grey level, and with the emphasis on them. */
function scales(side: number): number[] {
  const rise = emphasisRise(side).subarray(0, halfPlaneWidth(side));
  return [...rise].flatMap((x) => [...rise].map((y) => (2 * CHANNEL_SCALE * (1 + x + y)) ** -2));
}

/** Weights and their steps to both neighbours. */
function taper(window: Window, side: number): number[] {
  const weight = (i: number): number => (window === 'hann' ? Math.sin((Math.PI * i) / side) ** 2 : 1);
  return Array.from({ length: side }, (_, i) => [
    weight(i),
    weight(i - 1) - weight(i),
    weight(i + 1) - weight(i),
  ]).flat();
}

function pedestalSpectrum(window: Window, side: number): number[] {
  const { atZero, atOne } = windowSpectrum(window, side);
  const rise = emphasisRise(side);
  const taper = [atZero, atOne];
  return [0, 1].flatMap((x) => [0, 1].map((y) => 2 * (1 + rise[x] + rise[y]) * taper[x] * taper[y]));
}

/** The bin of each frequency pair of a quadrant, column by column. */
function quadrantBins({ bins, starts, positions }: PlaneBinning, side: number): Uint16Array {
  const width = halfPlaneWidth(side);
  const out = new Uint16Array(width * width);
  for (let bin = 0; bin < bins; bin++) {
    for (const position of positions.subarray(starts[bin], starts[bin + 1])) {
      const row = Math.floor(position / width);
      if (row < width) out[(position % width) * width + row] = bin;
    }
  }
  return out;
}
