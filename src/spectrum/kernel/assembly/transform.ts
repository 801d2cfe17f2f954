import { COMPLEX, line, QUAD, side, twiddles, workA, workB } from './layout';

/**
 * DFT of `side` complex quads from `from` on, unnormalised: Stockham's self-sorting passes of radix 4, the last one of
 * radix 2 where the side is no power of four. Returns where the result lies, in natural order; `from` is kept.
 */
export function transform(from: usize): usize {
  firstPass(from, workA);
  let source = workA;
  let target = workB;
  let stride = 4;
  for (; stride * 4 < side; stride *= 4) {
    middlePass(source, target, stride);
    const swapped = source;
    source = target;
    target = swapped;
  }
  if (stride * 4 === side) lastPass(source, target);
  else halvingPass(source, target);
  return target;
}

/** Transforms what the line holds: for measuring the speed of the transform alone. Returns where the result lies. */
export function transformLine(): usize {
  return transform(line);
}

function firstPass(from: usize, to: usize): void {
  const quarter = (<usize>side / 4) * COMPLEX;
  const end = from + quarter;
  let turn = twiddles;
  for (; from < end; from += COMPLEX, to += 4 * COMPLEX, turn += 24) {
    const far = from + 2 * quarter;
    const aRe = v128.load(from);
    const aIm = v128.load(from, QUAD);
    const bRe = v128.load(from + quarter);
    const bIm = v128.load(from + quarter, QUAD);
    const cRe = v128.load(far);
    const cIm = v128.load(far, QUAD);
    const dRe = v128.load(far + quarter);
    const dIm = v128.load(far + quarter, QUAD);
    const sumAcRe = f32x4.add(aRe, cRe);
    const sumAcIm = f32x4.add(aIm, cIm);
    const sumBdRe = f32x4.add(bRe, dRe);
    const sumBdIm = f32x4.add(bIm, dIm);
    v128.store(to, f32x4.add(sumAcRe, sumBdRe));
    v128.store(to, f32x4.add(sumAcIm, sumBdIm), QUAD);
    storeTurned(
      to + 2 * COMPLEX,
      f32x4.sub(sumAcRe, sumBdRe),
      f32x4.sub(sumAcIm, sumBdIm),
      load(turn, 2),
      load(turn, 3),
    );
    const differenceAcRe = f32x4.sub(aRe, cRe);
    const differenceAcIm = f32x4.sub(aIm, cIm);
    const differenceBdRe = f32x4.sub(bRe, dRe);
    const differenceBdIm = f32x4.sub(bIm, dIm);
    storeTurned(
      to + COMPLEX,
      f32x4.add(differenceAcRe, differenceBdIm),
      f32x4.sub(differenceAcIm, differenceBdRe),
      load(turn, 0),
      load(turn, 1),
    );
    storeTurned(
      to + 3 * COMPLEX,
      f32x4.sub(differenceAcRe, differenceBdIm),
      f32x4.add(differenceAcIm, differenceBdRe),
      load(turn, 4),
      load(turn, 5),
    );
  }
}

function middlePass(from: usize, to: usize, stride: i32): void {
  const quarter = (<usize>side / 4) * COMPLEX;
  const block = <usize>stride * COMPLEX;
  const last = from + quarter;
  const step = <usize>stride * 24;
  for (let turn = twiddles; from < last; turn += step, to += 3 * block) {
    const w1Re = load(turn, 0);
    const w1Im = load(turn, 1);
    const w2Re = load(turn, 2);
    const w2Im = load(turn, 3);
    const w3Re = load(turn, 4);
    const w3Im = load(turn, 5);
    for (const end = from + block; from < end; from += COMPLEX, to += COMPLEX) {
      const far = from + 2 * quarter;
      const aRe = v128.load(from);
      const aIm = v128.load(from, QUAD);
      const bRe = v128.load(from + quarter);
      const bIm = v128.load(from + quarter, QUAD);
      const cRe = v128.load(far);
      const cIm = v128.load(far, QUAD);
      const dRe = v128.load(far + quarter);
      const dIm = v128.load(far + quarter, QUAD);
      const sumAcRe = f32x4.add(aRe, cRe);
      const sumAcIm = f32x4.add(aIm, cIm);
      const sumBdRe = f32x4.add(bRe, dRe);
      const sumBdIm = f32x4.add(bIm, dIm);
      v128.store(to, f32x4.add(sumAcRe, sumBdRe));
      v128.store(to, f32x4.add(sumAcIm, sumBdIm), QUAD);
      storeTurned(to + 2 * block, f32x4.sub(sumAcRe, sumBdRe), f32x4.sub(sumAcIm, sumBdIm), w2Re, w2Im);
      const differenceAcRe = f32x4.sub(aRe, cRe);
      const differenceAcIm = f32x4.sub(aIm, cIm);
      const differenceBdRe = f32x4.sub(bRe, dRe);
      const differenceBdIm = f32x4.sub(bIm, dIm);
      storeTurned(
        to + block,
        f32x4.add(differenceAcRe, differenceBdIm),
        f32x4.sub(differenceAcIm, differenceBdRe),
        w1Re,
        w1Im,
      );
      storeTurned(
        to + 3 * block,
        f32x4.sub(differenceAcRe, differenceBdIm),
        f32x4.add(differenceAcIm, differenceBdRe),
        w3Re,
        w3Im,
      );
    }
  }
}

function lastPass(from: usize, to: usize): void {
  const quarter = (<usize>side / 4) * COMPLEX;
  for (const end = from + quarter; from < end; from += COMPLEX, to += COMPLEX) {
    const far = from + 2 * quarter;
    const farTo = to + 2 * quarter;
    const aRe = v128.load(from);
    const aIm = v128.load(from, QUAD);
    const bRe = v128.load(from + quarter);
    const bIm = v128.load(from + quarter, QUAD);
    const cRe = v128.load(far);
    const cIm = v128.load(far, QUAD);
    const dRe = v128.load(far + quarter);
    const dIm = v128.load(far + quarter, QUAD);
    const sumAcRe = f32x4.add(aRe, cRe);
    const sumAcIm = f32x4.add(aIm, cIm);
    const sumBdRe = f32x4.add(bRe, dRe);
    const sumBdIm = f32x4.add(bIm, dIm);
    v128.store(to, f32x4.add(sumAcRe, sumBdRe));
    v128.store(to, f32x4.add(sumAcIm, sumBdIm), QUAD);
    v128.store(farTo, f32x4.sub(sumAcRe, sumBdRe));
    v128.store(farTo, f32x4.sub(sumAcIm, sumBdIm), QUAD);
    const differenceAcRe = f32x4.sub(aRe, cRe);
    const differenceAcIm = f32x4.sub(aIm, cIm);
    const differenceBdRe = f32x4.sub(bRe, dRe);
    const differenceBdIm = f32x4.sub(bIm, dIm);
    v128.store(to + quarter, f32x4.add(differenceAcRe, differenceBdIm));
    v128.store(to + quarter, f32x4.sub(differenceAcIm, differenceBdRe), QUAD);
    v128.store(farTo + quarter, f32x4.sub(differenceAcRe, differenceBdIm));
    v128.store(farTo + quarter, f32x4.add(differenceAcIm, differenceBdRe), QUAD);
  }
}

function halvingPass(from: usize, to: usize): void {
  const half = (<usize>side / 2) * COMPLEX;
  for (const end = from + half; from < end; from += QUAD, to += QUAD) {
    const a = v128.load(from);
    const b = v128.load(from + half);
    v128.store(to, f32x4.add(a, b));
    v128.store(to + half, f32x4.sub(a, b));
  }
}

function load(turn: usize, part: usize): v128 {
  return v128.load32_splat(turn + 4 * part);
}

function storeTurned(to: usize, re: v128, im: v128, turnRe: v128, turnIm: v128): void {
  v128.store(to, f32x4.sub(f32x4.mul(re, turnRe), f32x4.mul(im, turnIm)));
  v128.store(to, f32x4.add(f32x4.mul(re, turnIm), f32x4.mul(im, turnRe)), QUAD);
}
