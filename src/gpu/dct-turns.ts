/**
 * What turns the DFT of a line in Makhoul's order into its orthonormal DCT-II: `s(k)·exp(-πik/2side)` for
 * `k = 0 … side-1`, as interleaved real and imaginary parts, `side × 2`; `s(k) = √(2/side)`, but `s(0) = √(1/side)`.
 */
export function dctTurns(side: number): Float32Array<ArrayBuffer> {
  const table = new Float32Array(side * 2);
  for (let k = 0; k < side; k++) {
    const scale = Math.sqrt((k === 0 ? 1 : 2) / side);
    const angle = (-Math.PI * k) / (2 * side);
    table[2 * k] = scale * Math.cos(angle);
    table[2 * k + 1] = scale * Math.sin(angle);
  }
  return table;
}
