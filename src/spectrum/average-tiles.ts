/** Mean of `count` rows of equal length, laid end to end from row `first` on. */
export function averageTiles(rows: Float32Array, length: number, first: number, count: number): Float64Array {
  const mean = new Float64Array(length);
  for (let row = first; row < first + count; row++) {
    for (let i = 0; i < length; i++) mean[i] += rows[row * length + i] / count;
  }
  return mean;
}
