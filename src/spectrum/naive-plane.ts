/** A complex number. */
type Complex = [re: number, im: number];

/**
 * For tests: the unnormalised DFT of real values, row-major, straight from its definition, first along the rows and then
 * along the columns.
 * @returns the coefficient at a pair of frequencies, which may be negative
 */
export function naivePlane(
  values: ArrayLike<number>,
  width: number,
  height: number,
): (kx: number, ky: number) => Complex {
  const rows = Array.from({ length: height }, (_, y) =>
    lineSpectrum(Array.from({ length: width }, (_, x): Complex => [values[y * width + x], 0])),
  );
  const columns = Array.from({ length: width }, (_, kx) => lineSpectrum(rows.map((row) => row[kx])));
  return (kx, ky) => columns[(kx + width) % width][(ky + height) % height];
}

function lineSpectrum(line: Complex[]): Complex[] {
  const n = line.length;
  const turns = line.map(
    (_, i): Complex => [Math.cos((2 * Math.PI * i) / n), -Math.sin((2 * Math.PI * i) / n)],
  );
  return line.map((_, k) => {
    let [sumRe, sumIm] = [0, 0];
    for (let i = 0; i < n; i++) {
      const [re, im] = line[i];
      const [cos, sin] = turns[(i * k) % n];
      sumRe += re * cos - im * sin;
      sumIm += re * sin + im * cos;
    }
    return [sumRe, sumIm];
  });
}
