/** Side of the bundled tower's views, in pixels. */
export const VIEW_SIDE = 224;

/** Pictures that are brought down to less than an eighth are not read in full: their size must not cost. */
const THINNED_SCALE = 8;

/** The samples of one axis that each output is made of, with their weights; both ends only ever move forward. */
interface Axis {
  /** First sample that is read at all. */
  first: number;
  /** Number of samples from `first` on. */
  count: number;
  /** Only samples at multiples of it, counted from the picture's edge, have a weight. */
  step: number;
  /** For each output: its first sample, counted from `first`. */
  starts: Int32Array;
  /** For each output: the weights of its samples, which sum to one. */
  weights: Float32Array[];
}

/** Which part of a picture a view reads, and how it is resampled. */
export interface ViewPlan {
  /** The view's side in pixels. */
  side: number;
  /** The rectangle of source pixels to hand over, in source pixels. */
  left: number;
  top: number;
  width: number;
  height: number;
  columns: Axis;
  rows: Axis;
}

/**
 * The middle square of a picture, its short side brought to `side` pixels.
 *
 * Output `i` of an axis lies at `length/2 + (i + 1/2 - side/2)·scale` with `scale = short side/side`; sample `j` lies at
 * `j + 1/2`. A triangle of half width `max(1, scale)` weighs the samples; those outside the picture are left out and
 * the remaining weights made to sum to one. From a scale of 8 on, only every `⌊scale/4⌋`-th sample, counted from the
 * picture's edge, is read: four to five a triangle's half width are plenty. Nothing depends on a browser's or library's own
 * resizing.
 */
export function planView(width: number, height: number, side: number): ViewPlan {
  const scale = Math.min(width, height) / side;
  const [columns, rows] = [planAxis(width, scale, side), planAxis(height, scale, side)];
  return {
    ...{ side, columns, rows },
    ...{ left: columns.first, top: rows.first, width: columns.count, height: rows.count },
  };
}

function planAxis(length: number, scale: number, side: number): Axis {
  const halfWidth = Math.max(1, scale);
  const step = scale < THINNED_SCALE ? 1 : Math.floor(scale / 4);
  const begins: number[] = [];
  const weights: Float32Array[] = [];
  for (let i = 0; i < side; i++) {
    const centre = length / 2 + (i + 0.5 - side / 2) * scale;
    // Samples at the triangle's very feet weigh nothing.
    const begin = Math.max(0, Math.floor(centre - halfWidth + 0.5));
    const end = Math.min(length, Math.ceil(centre + halfWidth - 0.5));
    const own = Float64Array.from({ length: end - begin }, (_, k) =>
      (begin + k) % step === 0 ? Math.max(0, 1 - Math.abs(begin + k + 0.5 - centre) / halfWidth) : 0,
    );
    const sum = own.reduce((total, weight) => total + weight, 0);
    begins.push(begin);
    weights.push(Float32Array.from(own, (weight) => weight / sum));
  }
  const first = begins[0];
  const last = side - 1;
  return {
    first,
    step,
    count: begins[last] + weights[last].length - first,
    starts: Int32Array.from(begins, (begin) => begin - first),
    weights,
  };
}

/** Makes a view from a picture that is handed over in strips, so that a large one never lies in memory twice. */
export interface ViewMaker {
  /**
   * The next rows of the plan's rectangle, from its top on: RGBA bytes, not premultiplied, `plan.width` pixels a row.
   * What is transparent is laid over black.
   * @throws RangeError where there are more rows than planned
   */
  addRows(rgba: Uint8Array): void;
  /**
   * `[3, side, side]`: red, green and blue planes, 0…255.
   * @throws RangeError where rows are missing
   */
  finish(): Float32Array<ArrayBuffer>;
}

export function createViewMaker({ side, width, height, columns, rows }: ViewPlan): ViewMaker {
  const view = new Float32Array(3 * side * side);
  const row = new Float32Array(3 * side);
  let y = 0;
  let firstOpen = 0;

  /** Adds the resampled row, where there is one, to all rows of the view that it has a weight in. */
  const nextRow = (isRead: boolean): void => {
    for (let output = firstOpen; isRead && output < side && rows.starts[output] <= y; output++) {
      const weight = rows.weights[output][y - rows.starts[output]];
      for (let channel = 0; channel < 3; channel++) {
        const to = (channel * side + output) * side;
        const from = channel * side;
        for (let x = 0; x < side; x++) view[to + x] += weight * row[from + x];
      }
    }
    y++;
    while (firstOpen < side && rows.starts[firstOpen] + rows.weights[firstOpen].length <= y) firstOpen++;
  };

  return {
    addRows(rgba) {
      const count = rgba.length / 4 / width;
      if (y + count > height) throw new RangeError(`a view of ${height} rows was given ${y + count}`);
      for (let i = 0; i < count; i++) {
        const isRead = (rows.first + y) % rows.step === 0;
        if (isRead) resampleRow(rgba, i * width * 4, columns, row);
        nextRow(isRead);
      }
    },
    finish() {
      if (y !== height) throw new RangeError(`a view of ${height} rows was given ${y}`);
      return view;
    },
  };
}

/** One row of pixels to one row of each plane; what is transparent is laid over black. */
function resampleRow(
  rgba: Uint8Array,
  begin: number,
  { first, step, starts, weights }: Axis,
  row: Float32Array,
): void {
  const side = starts.length;
  for (let x = 0; x < side; x++) {
    const own = weights[x];
    let red = 0;
    let green = 0;
    let blue = 0;
    const skipped = (step - ((first + starts[x]) % step)) % step;
    for (let k = skipped, at = begin + 4 * (starts[x] + k); k < own.length; k += step, at += 4 * step) {
      const opacity = rgba[at + 3];
      const weight = opacity === 255 ? own[k] : (own[k] * opacity) / 255;
      red += weight * rgba[at];
      green += weight * rgba[at + 1];
      blue += weight * rgba[at + 2];
    }
    row[x] = red;
    row[side + x] = green;
    row[2 * side + x] = blue;
  }
}
