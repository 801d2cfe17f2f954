import { emphasise, gainOfChannels, isTapering, taperRow } from './emphasise';
import {
  COMPLEX,
  columnStride,
  columns,
  line,
  lumaPowers,
  pedestalSpectrum,
  QUAD,
  RADIAL_SUMS,
  radialBinCount,
  radialBins,
  radialSums,
  scales,
  side,
} from './layout';
import { logarithm } from './logarithm';
import { pedestalsOfChannels, prepareChannels, sumsOfChannels } from './pixels';
import { transform } from './transform';

/**
 * The rows' transforms of the tile that was read last, into `columns`, times 2. Two real rows are one complex row;
 * its transform is taken apart into theirs.
 */
export function transformRows(tile: i32): void {
  const gain = gainOfChannels();
  for (let y = -1; y < 1; y++) prepareChannels(tile, y);
  for (let y = 0; y < side; y += 2) {
    prepareChannels(tile, y + 1);
    prepareChannels(tile, y + 2);
    for (let part = 0; part < 2; part++) {
      const even = line + <usize>part * QUAD;
      emphasise(y + part, gain, even, 2 * COMPLEX, even + COMPLEX, 2 * COMPLEX);
      taperRow(y + part, gain, even);
    }
    separateRows(transform(line), columns + <usize>y * COMPLEX);
  }
}

function separateRows(from: usize, to: usize): void {
  let mirror = from;
  for (let k = 0; k <= side / 2; k++, from += COMPLEX, to += columnStride) {
    const re = v128.load(from);
    const im = v128.load(from, QUAD);
    const mirrorRe = v128.load(mirror);
    const mirrorIm = v128.load(mirror, QUAD);
    v128.store(to, f32x4.add(re, mirrorRe));
    v128.store(to, f32x4.sub(im, mirrorIm), QUAD);
    v128.store(to, f32x4.add(im, mirrorIm), 2 * QUAD);
    v128.store(to, f32x4.sub(mirrorRe, re), 3 * QUAD);
    mirror = k === 0 ? from + <usize>(side - 1) * COMPLEX : mirror - COMPLEX;
  }
}

/**
 * The columns' transforms, summed over the radial bins; keeps luma's powers.
 * @param floor least power under a logarithm
 */
export function measureColumns(floor: f32): void {
  memory.fill(radialSums, 0, <usize>radialBinCount * RADIAL_SUMS);
  for (let column = 0; column <= side / 2; column++) {
    const spectrum = transform(columns + <usize>column * columnStride);
    if (column < 2) restorePedestals(column, spectrum);
    // A column between the first and Nyquist's stands for its mirror image too.
    measureColumn(column, spectrum, floor, column === 0 || column === side / 2 ? 1 : 2);
  }
}

/** Adds the transform of the pedestals: it touches frequencies -1, 0 and 1 only. */
function restorePedestals(column: i32, spectrum: usize): void {
  const pedestals = pedestalsOfChannels();
  const factors = pedestalSpectrum + <usize>column * 8;
  const last = spectrum + <usize>(side - 1) * COMPLEX;
  const atZero = f32x4.mul(pedestals, v128.load32_splat(factors));
  const atOne = f32x4.mul(pedestals, v128.load32_splat(factors, 4));
  const lowest = f32x4.add(v128.load(spectrum), atZero);
  if (column > 0 || isTapering()) {
    v128.store(spectrum, lowest);
  } else {
    // Chroma's mean may all but vanish, where only the exact sum has digits left.
    const sums = sumsOfChannels();
    v128.store(spectrum, v128.shuffle<f32>(f32x4.add(sums, sums), lowest, 0, 1, 2, 7));
  }
  v128.store(spectrum, f32x4.add(v128.load(spectrum, COMPLEX), atOne), COMPLEX);
  v128.store(last, f32x4.add(v128.load(last), atOne));
}

/** Adds what one column holds to the radial bins: both frequencies `±ky` at once, for they share a bin. */
function measureColumn(column: i32, spectrum: usize, floor: f32, mirrors: f32): void {
  const width = <usize>side / 2 + 1;
  const floors = f32x4.splat(floor);
  // The trace has no emphasis on it: its scale is the one where the emphasis's gain is 1.
  const traceScale = v128.load32_splat(scales);
  const powers = lumaPowers + <usize>column * <usize>side * 4;
  let scale = scales + <usize>column * width * 4;
  let bin = radialBins + <usize>column * width * 2;
  // Zero and Nyquist are their own mirror images: counted twice here, halved there.
  const pairWeight = f32x4.splat(mirrors);
  const ownWeight = f32x4.splat(0.5 * mirrors);
  let upper = spectrum;
  let lower = spectrum;
  for (let k = 0; k <= side / 2; k++, upper += COMPLEX, scale += 4, bin += 2) {
    const weight = (k & (side / 2 - 1)) === 0 ? ownWeight : pairWeight;
    const factor = v128.shuffle<f32>(v128.load32_splat(scale), traceScale, 0, 1, 2, 7);
    const upperRe = v128.load(upper);
    const upperIm = v128.load(upper, QUAD);
    const lowerRe = v128.load(lower);
    const lowerIm = v128.load(lower, QUAD);
    const upperPower = f32x4.mul(power(upperRe, upperIm), factor);
    const lowerPower = f32x4.mul(power(lowerRe, lowerIm), factor);
    v128.store32_lane(powers + ((upper - spectrum) >>> 3), upperPower, 0);
    v128.store32_lane(powers + ((lower - spectrum) >>> 3), lowerPower, 0);

    const logarithms = logarithm(f32x4.mul(f32x4.pmax(floors, upperPower), f32x4.pmax(floors, lowerPower)));
    const amplitudes =
      f32.sqrt(f32x4.extract_lane(upperPower, 0)) + f32.sqrt(f32x4.extract_lane(lowerPower, 0));
    const products = f32x4.mul(
      f32x4.add(crossProducts(upperRe, upperIm), crossProducts(lowerRe, lowerIm)),
      factor,
    );
    const sums = radialSums + <usize>load<u16>(bin) * RADIAL_SUMS;
    addWeighted(sums, weight, logarithms);
    addWeighted(sums + QUAD, weight, f32x4.add(upperPower, lowerPower));
    addWeighted(sums + 2 * QUAD, weight, f32x4.replace_lane(products, 3, amplitudes));
    lower = k === 0 ? spectrum + <usize>(side - 1) * COMPLEX : lower - COMPLEX;
  }
}

function addWeighted(sum: usize, weight: v128, values: v128): void {
  v128.store(sum, f32x4.add(v128.load(sum), f32x4.mul(weight, values)));
}

function power(re: v128, im: v128): v128 {
  return f32x4.add(f32x4.mul(re, re), f32x4.mul(im, im));
}

/** `Re(F_a · conj F_b)` of luma with blue, luma with red, and blue with red. */
function crossProducts(re: v128, im: v128): v128 {
  return f32x4.add(
    f32x4.mul(v128.shuffle<f32>(re, re, 0, 0, 1, 1), v128.shuffle<f32>(re, re, 1, 2, 2, 2)),
    f32x4.mul(v128.shuffle<f32>(im, im, 0, 0, 1, 1), v128.shuffle<f32>(im, im, 1, 2, 2, 2)),
  );
}

/** Replaces luma's powers, held above the floor, by their logarithms. */
export function takeLogarithms(floor: f32): void {
  const floors = f32x4.splat(floor);
  const end = lumaPowers + <usize>(side / 2 + 1) * <usize>side * 4;
  for (let at = lumaPowers; at < end; at += 16) {
    v128.store(at, logarithm(f32x4.pmax(floors, v128.load(at))));
  }
}

/**
 * Sums the values in `lumaPowers` that each bin lists.
 * @param starts `bins + 1` places in the list, 32-bit
 * @param places offsets in bytes, 32-bit
 * @param sums one 32-bit number a bin
 */
export function sumBins(bins: i32, starts: usize, places: usize, sums: usize): void {
  let at = places + ((<usize>load<u32>(starts)) << 2);
  for (let bin = 0; bin < bins; bin++, sums += 4) {
    starts += 4;
    const end = places + ((<usize>load<u32>(starts)) << 2);
    let even: f32 = 0;
    let odd: f32 = 0;
    for (; at + 8 <= end; at += 8) {
      even += load<f32>(lumaPowers + <usize>load<u32>(at));
      odd += load<f32>(lumaPowers + <usize>load<u32>(at, 4));
    }
    if (at < end) {
      even += load<f32>(lumaPowers + <usize>load<u32>(at));
      at += 4;
    }
    store<f32>(sums, even + odd);
  }
}
