import {
  lumaSize,
  lumaStride,
  lumas,
  MARGIN,
  pixels,
  QUAD,
  rowStride,
  rows,
  side,
  statistics,
} from './layout';

const LUMA = memory.data<f32>([299, 587, 114]);
const BLUE = memory.data<f32>([-169, -331, 500]);
const RED = memory.data<f32>([500, -419, -81]);
const BYTE = memory.data<u32>([0xff]);

// Levels are in thousandths, with the weights of src/spectrum/channels.ts.

/** Integers near the mean of luma, blue and red, and 0 for the trace, which has no mean to speak of. */
let pedestals: v128 = f32x4.splat(0);
/** Pedestals of luma of the four tiles whose luma is kept. */
let lumaPedestals: v128 = f32x4.splat(0);

/** Sums of luma, blue and red over the tile that was read last, exact but for the last rounding. */
let sums: v128 = f32x4.splat(0);

export function sumsOfChannels(): v128 {
  return sums;
}

export function pedestalsOfChannels(): v128 {
  return pedestals;
}

export function pedestalsOfLuma(): v128 {
  return lumaPedestals;
}

export function lumaRow(tile: i32, y: i32): usize {
  return lumas + <usize>tile * lumaSize + <usize>y * lumaStride;
}

/** Where row `y`, which may lie one or two outside the tile, is kept. */
export function rowPlace(y: i32): usize {
  return rows + <usize>(y & 3) * rowStride;
}

/**
 * Keeps the luma of the tile in `pixels` as one of four, finds the pedestals, and measures the statistics.
 *
 * The pedestal is taken away before the transform, lest the huge DC term drown the high frequencies in rounding, and its
 * own transform is put back afterwards.
 */
export function readTile(tile: i32): void {
  let reds = i32x4.splat(0);
  let greens = i32x4.splat(0);
  let blues = i32x4.splat(0);
  let from = pixels;
  for (let y = 0; y < side; y++) {
    const row = lumaRow(tile, y);
    let to = row;
    for (const end = row + <usize>side * 4; to < end; to += 16, from += 16) {
      const rgba = v128.load(from);
      const r = red(rgba);
      const g = green(rgba);
      const b = blue(rgba);
      reds = i32x4.add(reds, r);
      greens = i32x4.add(greens, g);
      blues = i32x4.add(blues, b);
      v128.store(
        to,
        weighted(f32x4.convert_i32x4_s(r), f32x4.convert_i32x4_s(g), f32x4.convert_i32x4_s(b), LUMA),
      );
    }
    v128.store(row - MARGIN, v128.load32_splat(row));
    v128.store(to, v128.load32_splat(to - 4));
  }
  const sumR = sumOfIntegers(reds);
  const sumG = sumOfIntegers(greens);
  const sumB = sumOfIntegers(blues);
  const count = <f64>side * <f64>side;
  const lumaSum = 299 * sumR + 587 * sumG + 114 * sumB;
  const blueSum = -169 * sumR - 331 * sumG + 500 * sumB;
  const redSum = 500 * sumR - 419 * sumG - 81 * sumB;
  const luma = <f32>Math.floor(lumaSum / count);
  pedestals = f32x4(luma, <f32>Math.floor(blueSum / count), <f32>Math.floor(redSum / count), 0);
  sums = f32x4(<f32>lumaSum, <f32>blueSum, <f32>redSum, 0);
  keepLumaPedestal(tile, luma);
  measureStatistics(tile, luma, lumaSum / count);
}

function keepLumaPedestal(tile: i32, luma: f32): void {
  if (tile === 0) lumaPedestals = f32x4.replace_lane(lumaPedestals, 0, luma);
  else if (tile === 1) lumaPedestals = f32x4.replace_lane(lumaPedestals, 1, luma);
  else if (tile === 2) lumaPedestals = f32x4.replace_lane(lumaPedestals, 2, luma);
  else lumaPedestals = f32x4.replace_lane(lumaPedestals, 3, luma);
}

function measureStatistics(tile: i32, pedestal: f32, mean: f64): void {
  const offset = f32x4.splat(pedestal);
  let squares: f64 = 0;
  let black = i32x4.splat(0);
  let white = i32x4.splat(0);
  let flat = 0;
  for (let y = 0; y < side; y++) {
    let rowSquares = f32x4.splat(0);
    let at = lumaRow(tile, y);
    if ((y & 7) === 0) flat += flatBlocks(at);
    for (const end = at + <usize>side * 4; at < end; at += 16) {
      const luma = v128.load(at);
      const difference = f32x4.sub(luma, offset);
      rowSquares = f32x4.add(rowSquares, f32x4.mul(difference, difference));
      black = i32x4.sub(black, f32x4.lt(luma, f32x4.splat(500)));
      white = i32x4.sub(white, f32x4.gt(luma, f32x4.splat(254500)));
    }
    squares += sumOfFloats(rowSquares);
  }
  const rest = mean - pedestal;
  f64.store(statistics, mean);
  f64.store(statistics, squares / (<f64>side * <f64>side) - rest * rest, 8);
  f64.store(statistics, sumOfIntegers(black), 16);
  f64.store(statistics, sumOfIntegers(white), 24);
  f64.store(statistics, flat, 32);
}

/** How many of the 8×8 blocks that start in this row of luma are of one value. */
function flatBlocks(row: usize): i32 {
  let flat = 0;
  for (const end = row + <usize>side * 4; row < end; row += 32) {
    const first = v128.load32_splat(row);
    let differs: bool = false;
    let at = row;
    for (let y = 0; y < 8 && !differs; y++, at += lumaStride) {
      const unequal = v128.or(f32x4.ne(v128.load(at), first), f32x4.ne(v128.load(at, 16), first));
      differs = v128.any_true(unequal);
    }
    if (!differs) flat++;
  }
  return flat;
}

/** Puts a row of the four channels into its place: pedestal off, and continued around the tile's edges. */
export function prepareChannels(tile: i32, place: i32): void {
  const last = side - 1;
  const y = place & last;
  const length = <usize>side * 4;
  let luma = lumaRow(tile, y);
  const above = lumaRow(tile, max(y - 1, 0)) - luma;
  const below = lumaRow(tile, min(y + 1, last)) - luma;
  const start = rowPlace(place);
  let from = pixels + <usize>y * length;
  let to = start;
  for (const end = from + length; from < end; from += 16, luma += 16, to += 4 * QUAD) {
    const rgba = v128.load(from);
    const r = f32x4.convert_i32x4_s(red(rgba));
    const g = f32x4.convert_i32x4_s(green(rgba));
    const b = f32x4.convert_i32x4_s(blue(rgba));
    const own = v128.load(luma);
    const twice = f32x4.add(own, own);
    const across = f32x4.sub(f32x4.add(v128.load(luma - 4), v128.load(luma, 4)), twice);
    const down = f32x4.sub(f32x4.add(v128.load(luma + above), v128.load(luma + below)), twice);
    const trace = f32x4.add(f32x4.abs(across), f32x4.abs(down));
    const blueChroma = weighted(r, g, b, BLUE);
    const redChroma = weighted(r, g, b, RED);
    const lowFirst = v128.shuffle<f32>(own, blueChroma, 0, 4, 1, 5);
    const lowSecond = v128.shuffle<f32>(own, blueChroma, 2, 6, 3, 7);
    const highFirst = v128.shuffle<f32>(redChroma, trace, 0, 4, 1, 5);
    const highSecond = v128.shuffle<f32>(redChroma, trace, 2, 6, 3, 7);
    v128.store(to, f32x4.sub(v128.shuffle<f32>(lowFirst, highFirst, 0, 1, 4, 5), pedestals));
    v128.store(to, f32x4.sub(v128.shuffle<f32>(lowFirst, highFirst, 2, 3, 6, 7), pedestals), QUAD);
    v128.store(to, f32x4.sub(v128.shuffle<f32>(lowSecond, highSecond, 0, 1, 4, 5), pedestals), 2 * QUAD);
    v128.store(to, f32x4.sub(v128.shuffle<f32>(lowSecond, highSecond, 2, 3, 6, 7), pedestals), 3 * QUAD);
  }
  v128.store(start - QUAD, v128.load(to - QUAD));
  v128.store(to, v128.load(start));
}

/** Puts a row of four tiles' luma into its place: pedestals off, and mirrored at the tile's edges. */
export function prepareLumas(place: i32): void {
  const y = min(max(place, 0), side - 1);
  const start = rowPlace(place);
  let luma = lumaRow(0, y);
  let to = start;
  for (const end = luma + <usize>side * 4; luma < end; luma += 16, to += 4 * QUAD) {
    const third = luma + 2 * lumaSize;
    const a = v128.load(luma);
    const b = v128.load(luma + lumaSize);
    const c = v128.load(third);
    const d = v128.load(third + lumaSize);
    const lowFirst = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    const lowSecond = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const highFirst = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const highSecond = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    v128.store(to, f32x4.sub(v128.shuffle<f32>(lowFirst, highFirst, 0, 1, 4, 5), lumaPedestals));
    v128.store(to, f32x4.sub(v128.shuffle<f32>(lowFirst, highFirst, 2, 3, 6, 7), lumaPedestals), QUAD);
    v128.store(to, f32x4.sub(v128.shuffle<f32>(lowSecond, highSecond, 0, 1, 4, 5), lumaPedestals), 2 * QUAD);
    v128.store(to, f32x4.sub(v128.shuffle<f32>(lowSecond, highSecond, 2, 3, 6, 7), lumaPedestals), 3 * QUAD);
  }
  v128.store(start - QUAD, v128.load(start));
  v128.store(to, v128.load(to - QUAD));
}

/** Red, green, blue of four pixels, as integers. */
function red(rgba: v128): v128 {
  return v128.and(rgba, v128.load32_splat(BYTE));
}

function green(rgba: v128): v128 {
  return v128.and(i32x4.shr_u(rgba, 8), v128.load32_splat(BYTE));
}

function blue(rgba: v128): v128 {
  return v128.and(i32x4.shr_u(rgba, 16), v128.load32_splat(BYTE));
}

/** Three colours under three weights: integers, exact. */
function weighted(r: v128, g: v128, b: v128, weights: usize): v128 {
  return f32x4.add(
    f32x4.add(f32x4.mul(r, v128.load32_splat(weights)), f32x4.mul(g, v128.load32_splat(weights, 4))),
    f32x4.mul(b, v128.load32_splat(weights, 8)),
  );
}

function sumOfIntegers(values: v128): f64 {
  return (
    <f64>i32x4.extract_lane(values, 0) +
    <f64>i32x4.extract_lane(values, 1) +
    <f64>i32x4.extract_lane(values, 2) +
    <f64>i32x4.extract_lane(values, 3)
  );
}

function sumOfFloats(values: v128): f64 {
  return (
    <f64>f32x4.extract_lane(values, 0) +
    <f64>f32x4.extract_lane(values, 1) +
    <f64>f32x4.extract_lane(values, 2) +
    <f64>f32x4.extract_lane(values, 3)
  );
}
