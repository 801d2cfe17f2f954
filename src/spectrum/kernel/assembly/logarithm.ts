/**
 * Natural logarithm of four positive normal numbers, absolute error below 10⁻⁷ beside the result's own rounding: the
 * exponent, and a polynomial through Chebyshev's points of `ln(1 + f)/f` for the mantissa `1 + f` in `[√½, √2)`.
 */
export function logarithm(x: v128): v128 {
  const exponent = i32x4.shr_s(i32x4.sub(x, i32x4.splat(0x3f3504f3)), 23);
  const f = f32x4.sub(i32x4.sub(x, i32x4.shl(exponent, 23)), f32x4.splat(1));
  // Estrin's order: half of Horner's chain of waiting.
  const f2 = f32x4.mul(f, f);
  const c01 = f32x4.add(f32x4.splat(0.99999994), f32x4.mul(f, f32x4.splat(-0.500003755)));
  const c23 = f32x4.add(f32x4.splat(0.33334607), f32x4.mul(f, f32x4.splat(-0.249689072)));
  const c45 = f32x4.add(f32x4.splat(0.199133486), f32x4.mul(f, f32x4.splat(-0.172782063)));
  const c67 = f32x4.add(f32x4.splat(0.161262482), f32x4.mul(f, f32x4.splat(-0.0989535078)));
  const c03 = f32x4.add(c01, f32x4.mul(f2, c23));
  const c47 = f32x4.add(c45, f32x4.mul(f2, c67));
  const series = f32x4.add(c03, f32x4.mul(f32x4.mul(f2, f2), c47));
  return f32x4.add(
    f32x4.mul(f32x4.convert_i32x4_s(exponent), f32x4.splat(<f32>Math.LN2)),
    f32x4.mul(f, series),
  );
}
