import { COMPLEX, QUAD, side, taper } from './layout';
import { rowPlace } from './pixels';

// EMPHASIS of src/spectrum/emphasis.ts.
const EMPHASIS: f32 = 4;

let tapers: bool = false;

/** Whether `taper` holds anything but ones. */
export function setTaper(on: bool): void {
  tapers = on;
}

export function isTapering(): bool {
  return tapers;
}

/**
 * Filters row `y` of the three rows in their places: `1 + 4·EMPHASIS` times a value less `EMPHASIS` times its four
 * neighbours. Even places are written from `even` on, `evenStep` bytes apart, odd ones likewise.
 * @param gain `EMPHASIS` in lanes that are filtered, 0 in lanes that are kept
 */
export function emphasise(
  y: i32,
  gain: v128,
  even: usize,
  evenStep: usize,
  odd: usize,
  oddStep: usize,
): void {
  const centre = f32x4.add(f32x4.splat(1), f32x4.mul(f32x4.splat(4), gain));
  let at = rowPlace(y);
  const above = rowPlace(y - 1) - at;
  const below = rowPlace(y + 1) - at;
  let left = v128.load(at - QUAD);
  let own = v128.load(at);
  for (const end = at + <usize>side * QUAD; at < end; at += 2 * QUAD, even += evenStep, odd += oddStep) {
    const right = v128.load(at, QUAD);
    const next = v128.load(at, 2 * QUAD);
    const aroundEven = f32x4.add(
      f32x4.add(left, right),
      f32x4.add(v128.load(at + above), v128.load(at + below)),
    );
    v128.store(even, f32x4.sub(f32x4.mul(own, centre), f32x4.mul(aroundEven, gain)));
    const aroundOdd = f32x4.add(
      f32x4.add(own, next),
      f32x4.add(v128.load(at + above, QUAD), v128.load(at + below, QUAD)),
    );
    v128.store(odd, f32x4.sub(f32x4.mul(right, centre), f32x4.mul(aroundOdd, gain)));
    left = right;
    own = next;
  }
}

/** Filters all four lanes. */
export function gainOfLumas(): v128 {
  return f32x4.splat(EMPHASIS);
}

/** The trace's values would leave the exact integers: it is kept as it is. */
export function gainOfChannels(): v128 {
  return f32x4.replace_lane(f32x4.splat(EMPHASIS), 3, 0);
}

/**
 * Tapers a filtered row, one of whose values lies every `COMPLEX` bytes from `at` on. Filtering tapered values would
 * multiply their rounding, and in smooth pictures that noise is stronger than the corners of the plane. So whole numbers
 * are filtered, exactly, and what the filter would see of the weights' steps is added:
 * `Σ cₙ·wₙ·vₙ = w·Σ cₙ·vₙ + Σ cₙ·(wₙ - w)·vₙ`.
 */
export function taperRow(y: i32, gain: v128, at: usize): void {
  if (!tapers) return;
  let own = rowPlace(y);
  const above = rowPlace(y - 1) - own;
  const below = rowPlace(y + 1) - own;
  const row = taper + <usize>y * 12;
  const rowWeight = v128.load32_splat(row);
  const stepAbove = f32x4.mul(gain, v128.load32_splat(row, 4));
  const stepBelow = f32x4.mul(gain, v128.load32_splat(row, 8));
  const rowGain = f32x4.mul(gain, rowWeight);
  let column = taper;
  for (const end = own + <usize>side * QUAD; own < end; own += QUAD, at += COMPLEX, column += 12) {
    const down = f32x4.add(
      f32x4.mul(stepAbove, v128.load(own + above)),
      f32x4.mul(stepBelow, v128.load(own + below)),
    );
    const across = f32x4.add(
      f32x4.mul(v128.load32_splat(column, 4), v128.load(own - QUAD)),
      f32x4.mul(v128.load32_splat(column, 8), v128.load(own, QUAD)),
    );
    const weighted = f32x4.sub(f32x4.mul(rowWeight, v128.load(at)), down);
    v128.store(at, f32x4.sub(f32x4.mul(v128.load32_splat(column), weighted), f32x4.mul(rowGain, across)));
  }
}
