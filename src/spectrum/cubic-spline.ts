/**
 * Resamples evenly spaced values to `length` evenly spaced ones over the same span, through the not-a-knot cubic
 * spline (the interpolation behind Durall's features of fixed length).
 * @throws RangeError below four values, where the spline isn't defined.
 */
export function resampleCubic(values: ArrayLike<number>, length: number): Float64Array {
  const curvature = secondDerivatives(values);
  const last = values.length - 1;
  const out = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const at = length === 1 ? 0 : (i * last) / (length - 1);
    const left = Math.min(Math.floor(at), last - 1);
    const b = at - left;
    const a = 1 - b;
    out[i] =
      a * values[left] +
      b * values[left + 1] +
      ((a ** 3 - a) * curvature[left] + (b ** 3 - b) * curvature[left + 1]) / 6;
  }
  return out;
}

/**
 * Second derivatives `m` at unit-spaced knots: `m[i-1] + 4m[i] + m[i+1] = 6(y[i-1] - 2y[i] + y[i+1])` inside; the third
 * derivative is continuous at the second and the last but one knot, so `m[0] = 2m[1] - m[2]` and likewise at the end.
 */
function secondDerivatives(y: ArrayLike<number>): Float64Array {
  const n = y.length;
  if (n < 4) throw new RangeError(`a not-a-knot spline needs 4 values, got ${n}`);
  const m = new Float64Array(n);
  const right = (i: number): number => 6 * (y[i - 1] - 2 * y[i] + y[i + 1]);
  m[1] = right(1) / 6;
  m[n - 2] = right(n - 2) / 6;
  const factor = new Float64Array(n);
  for (let i = 2; i < n - 2; i++) {
    const pivot = 4 - factor[i - 1];
    factor[i] = 1 / pivot;
    m[i] = (right(i) - m[i - 1]) / pivot;
    if (i === n - 3) m[i] -= m[n - 2] / pivot;
  }
  for (let i = n - 4; i >= 2; i--) m[i] -= factor[i] * m[i + 1];
  m[0] = 2 * m[1] - m[2];
  m[n - 1] = 2 * m[n - 2] - m[n - 3];
  return m;
}
