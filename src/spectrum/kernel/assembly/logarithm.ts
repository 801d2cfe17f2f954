/**
 * Eight coefficients, `ln 2`, `1`, `√½`. Kept in memory: loading a number is one step, where a constant in the code is put
 * together anew, in the unit that shuffles, each time that a loop comes by.
 */
const NUMBERS = memory.data<f32>([
  0.99999994,
  -0.500003755,
  0.33334607,
  -0.249689072,
  0.199133486,
  -0.172782063,
  0.161262482,
  -0.0989535078,
  <f32>Math.LN2,
  1,
  0.70710677,
]);
const LN2 = 8;
const ONE = 9;
const ROOT_HALF = 10;

/**
 * Natural logarithm of four positive normal numbers, absolute error below 10⁻⁷ beside the result's own rounding: the
 * exponent, and a polynomial through Chebyshev's points of `ln(1 + f)/f` for the mantissa `1 + f` in `[√½, √2)`.
 */
export function logarithm(x: v128): v128 {
  const exponent = i32x4.shr_s(i32x4.sub(x, number(ROOT_HALF)), 23);
  const f = f32x4.sub(i32x4.sub(x, i32x4.shl(exponent, 23)), number(ONE));
  // Estrin's order: half of Horner's chain of waiting.
  const f2 = f32x4.mul(f, f);
  const c01 = f32x4.add(number(0), f32x4.mul(f, number(1)));
  const c23 = f32x4.add(number(2), f32x4.mul(f, number(3)));
  const c45 = f32x4.add(number(4), f32x4.mul(f, number(5)));
  const c67 = f32x4.add(number(6), f32x4.mul(f, number(7)));
  const c03 = f32x4.add(c01, f32x4.mul(f2, c23));
  const c47 = f32x4.add(c45, f32x4.mul(f2, c67));
  const series = f32x4.add(c03, f32x4.mul(f32x4.mul(f2, f2), c47));
  return f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(exponent), number(LN2)), f32x4.mul(f, series));
}

function number(index: usize): v128 {
  return v128.load32_splat(NUMBERS + 4 * index);
}
