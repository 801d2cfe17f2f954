import { emphasise, gainOfLumas } from './emphasise';
import {
  COMPLEX,
  columnStride,
  columns,
  dctRise,
  dctSums,
  halfTwiddles,
  line,
  MAP_SIDE,
  QUAD,
  side,
} from './layout';
import { pedestalsOfLuma, prepareLumas } from './pixels';
import { transform } from './transform';

/**
 * Sums over the cells of the map of the four tiles' luma: squares of the orthonormal DCT-II, `2·side` times as large
 * and in thousandths of a grey level.
 *
 * A DCT of `n` values is the DFT of those values, the even places upwards and then the odd ones downwards, turned by a
 * quarter of a step (Makhoul 1980). With mirrored edges the emphasis is a factor in the DCT's own frequencies too, and is
 * divided out again.
 */
export function measureDct(): void {
  memory.fill(dctSums, 0, <usize>(MAP_SIDE * MAP_SIDE) * QUAD);
  transformDctRows();
  for (let pair = 0; pair < side / 2; pair++) {
    measurePair(pair, transform(columns + <usize>pair * columnStride));
  }
}

/** Two rows at a time, into pairs of columns, in Makhoul's order for the columns' transforms. */
function transformDctRows(): void {
  const gain = gainOfLumas();
  const last = line + <usize>(side - 1) * COMPLEX;
  for (let y = -1; y < 1; y++) prepareLumas(y);
  for (let y = 0; y < side; y += 2) {
    prepareLumas(y + 1);
    prepareLumas(y + 2);
    emphasise(y, gain, line, COMPLEX, last, 0 - COMPLEX);
    emphasise(y + 1, gain, line + QUAD, COMPLEX, last + QUAD, 0 - COMPLEX);
    separateDctRows(transform(line), <usize>(y >>> 1) * COMPLEX, <usize>(side - 1 - (y >>> 1)) * COMPLEX);
  }
}

function separateDctRows(from: usize, first: usize, second: usize): void {
  const half = side / 2;
  // The orthonormal form's √½ at frequency 0; twice the transform, as everywhere here.
  const lowest = f32x4.splat(<f32>Math.SQRT2);
  v128.store(columns + first, f32x4.mul(lowest, v128.load(from)));
  v128.store(columns + second, f32x4.mul(lowest, v128.load(from, QUAD)));
  let mirror = from + <usize>side * COMPLEX;
  let turn = halfTwiddles;
  for (let k = 1; k <= half; k++) {
    from += COMPLEX;
    mirror -= COMPLEX;
    turn += 8;
    const turnRe = v128.load32_splat(turn);
    const turnIm = v128.load32_splat(turn, 4);
    const re = v128.load(from);
    const im = v128.load(from, QUAD);
    const mirrorRe = v128.load(mirror);
    const mirrorIm = v128.load(mirror, QUAD);
    const firstRe = f32x4.add(re, mirrorRe);
    const firstIm = f32x4.sub(im, mirrorIm);
    const secondRe = f32x4.add(im, mirrorIm);
    const secondIm = f32x4.sub(mirrorRe, re);
    const low = placeOfColumn(k);
    v128.store(low + first, realPart(firstRe, firstIm, turnRe, turnIm));
    v128.store(low + second, realPart(secondRe, secondIm, turnRe, turnIm));
    const high = placeOfColumn(side - k);
    v128.store(high + first, lessImaginaryPart(firstRe, firstIm, turnRe, turnIm));
    v128.store(high + second, lessImaginaryPart(secondRe, secondIm, turnRe, turnIm));
  }
}

/** An even column is the real part, the odd one behind it the imaginary part. */
function placeOfColumn(k: i32): usize {
  return columns + <usize>(k >>> 1) * columnStride + <usize>(k & 1) * QUAD;
}

function realPart(re: v128, im: v128, turnRe: v128, turnIm: v128): v128 {
  return f32x4.sub(f32x4.mul(re, turnRe), f32x4.mul(im, turnIm));
}

function lessImaginaryPart(re: v128, im: v128, turnRe: v128, turnIm: v128): v128 {
  return f32x4.sub(f32x4.splat(0), f32x4.add(f32x4.mul(re, turnIm), f32x4.mul(im, turnRe)));
}

/** Both columns of a pair lie in the same cells: cells are four columns wide at least. */
function measurePair(pair: i32, from: usize): void {
  const half = side / 2;
  const cellHeight = side / MAP_SIDE;
  const cells = dctSums + <usize>((2 * pair * MAP_SIDE) / side) * QUAD;
  const one = f32x4.splat(1);
  // The gains' columns alternate, even and odd.
  const columnGains = f32x4.add(one, v128.load64_splat(dctRise + <usize>pair * 8));

  const lowest = f32x4.splat(<f32>Math.SQRT2);
  let lowestEven = f32x4.mul(lowest, v128.load(from));
  const lowestOdd = f32x4.mul(lowest, v128.load(from, QUAD));
  if (pair === 0) {
    const pedestals = f32x4.mul(pedestalsOfLuma(), f32x4.splat(2 * <f32>side * <f32>side));
    lowestEven = f32x4.add(lowestEven, pedestals);
  }
  addPowers(cells, lowestEven, lowestOdd, f32x4.div(one, columnGains));

  let mirror = from + <usize>side * COMPLEX;
  let turn = halfTwiddles;
  for (let k = 1; k <= half; k++) {
    from += COMPLEX;
    mirror -= COMPLEX;
    turn += 8;
    const turnRe = v128.load32_splat(turn);
    const turnIm = v128.load32_splat(turn, 4);
    const re = v128.load(from);
    const im = v128.load(from, QUAD);
    const mirrorRe = v128.load(mirror);
    const mirrorIm = v128.load(mirror, QUAD);
    const evenRe = f32x4.add(re, mirrorRe);
    const evenIm = f32x4.sub(im, mirrorIm);
    const oddRe = f32x4.add(im, mirrorIm);
    const oddIm = f32x4.sub(mirrorRe, re);
    const low = v128.load32_splat(dctRise + <usize>k * 4);
    const high = v128.load32_splat(dctRise + <usize>(side - k) * 4);
    const scales = f32x4.div(one, f32x4.add(columnGains, v128.shuffle<f32>(low, high, 0, 1, 4, 5)));
    addPowers(
      cells + <usize>(k / cellHeight) * (<usize>MAP_SIDE * QUAD),
      realPart(evenRe, evenIm, turnRe, turnIm),
      realPart(oddRe, oddIm, turnRe, turnIm),
      scales,
    );
    if (k === half) break;
    addPowers(
      cells + <usize>((side - k) / cellHeight) * (<usize>MAP_SIDE * QUAD),
      lessImaginaryPart(evenRe, evenIm, turnRe, turnIm),
      lessImaginaryPart(oddRe, oddIm, turnRe, turnIm),
      v128.shuffle<f32>(scales, scales, 2, 3, 2, 3),
    );
  }
}

/** Adds the squares of an even and an odd column's coefficient, scaled by the first two lanes of `scales`. */
function addPowers(sum: usize, even: v128, odd: v128, scales: v128): void {
  const a = f32x4.mul(even, v128.shuffle<f32>(scales, scales, 0, 0, 0, 0));
  const b = f32x4.mul(odd, v128.shuffle<f32>(scales, scales, 1, 1, 1, 1));
  v128.store(sum, f32x4.add(v128.load(sum), f32x4.add(f32x4.mul(a, a), f32x4.mul(b, b))));
}
