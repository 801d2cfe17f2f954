/**
 * Twiddle factors `exp(-2πi·t/side)` for `t = 0 … side-1`, as interleaved real and imaginary parts, `side × 2`.
 * Computed in double precision: WGSL's own `sin` and `cos` may be off by 2⁻¹¹.
 */
export function twiddleTable(side: number): Float32Array<ArrayBuffer> {
  const table = new Float32Array(side * 2);
  for (let t = 0; t < side; t++) {
    const angle = (-2 * Math.PI * t) / side;
    table[2 * t] = Math.cos(angle);
    table[2 * t + 1] = Math.sin(angle);
  }
  return table;
}
