/** A row-major plane of complex values. */
export interface ComplexPlane {
  re: Float64Array<ArrayBuffer>;
  im: Float64Array<ArrayBuffer>;
}

/**
 * Unnormalised 2-D DFT of real values of any width and height, row-major, DC first, in double precision:
 * `F(kx, ky) = Σ f(x, y)·e^(-2πi(kx·x/width + ky·y/height))`.
 * @throws RangeError where the values are not `width × height`
 */
export function dft2(values: ArrayLike<number>, width: number, height: number): ComplexPlane {
  if (values.length !== width * height) {
    throw new RangeError(`${width} × ${height} needs ${width * height} values, got ${values.length}`);
  }
  const plane = { re: Float64Array.from(values), im: new Float64Array(width * height) };
  const transformRow = lineTransform(width);
  for (let y = 0; y < height; y++) transformRow(plane, y * width, 1);
  const transformColumn = lineTransform(height);
  for (let x = 0; x < width; x++) transformColumn(plane, x, width);
  return plane;
}

/** A transform in place of `length` values of a plane that lie `stride` apart, by Cooley and Tukey's mixed radix. */
function lineTransform(length: number): (plane: ComplexPlane, first: number, stride: number) => void {
  const cos = Float64Array.from({ length }, (_, i) => Math.cos((2 * Math.PI * i) / length));
  const sin = Float64Array.from({ length }, (_, i) => -Math.sin((2 * Math.PI * i) / length));
  const [re, im] = [new Float64Array(length), new Float64Array(length)];
  const [partRe, partIm] = [new Float64Array(length), new Float64Array(length)];

  /** Transforms `length / step` values that lie `stride` apart from `first` on, to place `to` and on of the result. */
  const transform = (plane: ComplexPlane, first: number, stride: number, step: number, to: number): void => {
    const n = length / step;
    if (n === 1) {
      re[to] = plane.re[first];
      im[to] = plane.im[first];
      return;
    }
    const radix = radixOf(n);
    const part = n / radix;
    for (let r = 0; r < radix; r++) {
      transform(plane, first + r * stride, stride * radix, step * radix, to + r * part);
    }
    for (let k = 0; k < part; k++) {
      for (let r = 0, at = to + k; r < radix; r++, at += part) {
        partRe[r] = re[at];
        partIm[r] = im[at];
      }
      for (let frequency = k; frequency < n; frequency += part) {
        let [sumRe, sumIm] = [partRe[0], partIm[0]];
        for (let r = 1; r < radix; r++) {
          const turn = ((r * frequency) % n) * step;
          sumRe += cos[turn] * partRe[r] - sin[turn] * partIm[r];
          sumIm += cos[turn] * partIm[r] + sin[turn] * partRe[r];
        }
        re[to + frequency] = sumRe;
        im[to + frequency] = sumIm;
      }
    }
  };

  return (plane, first, stride) => {
    transform(plane, first, stride, 1, 0);
    for (let i = 0, at = first; i < length; i++, at += stride) {
      plane.re[at] = re[i];
      plane.im[at] = im[i];
    }
  };
}

/** The least factor, but 4 for 2 where it can be: half the passes. */
function radixOf(n: number): number {
  if (n % 4 === 0) return 4;
  for (let factor = 2; factor * factor <= n; factor++) if (n % factor === 0) return factor;
  return n;
}
