import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../train/random.ts';
import { createViewMaker, planView } from './tower-view.ts';

const SIDE = 32;

function noise(width: number, height: number, opaque = true): Uint8Array {
  const random = seededRandom('view', width, height);
  return Uint8Array.from({ length: width * height * 4 }, (_, i) =>
    opaque && i % 4 === 3 ? 255 : random.integer(0, 255),
  );
}

/** The definition, output by output over all samples, in double precision. */
function naiveView(rgba: Uint8Array, width: number, height: number, side: number): Float64Array {
  const scale = Math.min(width, height) / side;
  const weightsOf = (length: number, i: number): number[] => {
    const centre = length / 2 + (i + 0.5 - side / 2) * scale;
    const step = scale < 8 ? 1 : Math.floor(scale / 4);
    const raw = Array.from({ length }, (_, j) =>
      j % step === 0 ? Math.max(0, 1 - Math.abs(j + 0.5 - centre) / Math.max(1, scale)) : 0,
    );
    const sum = raw.reduce((a, b) => a + b);
    return raw.map((weight) => weight / sum);
  };
  const columns = Array.from({ length: side }, (_, i) => weightsOf(width, i));
  const rows = Array.from({ length: side }, (_, i) => weightsOf(height, i));
  return Float64Array.from({ length: 3 * side * side }, (_, at) => {
    const [channel, row, column] = [
      Math.floor(at / side / side),
      rows[Math.floor(at / side) % side],
      columns[at % side],
    ];
    let sum = 0;
    for (let y = 0; y < height; y++) {
      if (row[y] === 0) continue;
      for (let x = 0; x < width; x++) {
        const from = (y * width + x) * 4;
        sum += row[y] * column[x] * rgba[from + channel] * (rgba[from + 3] / 255);
      }
    }
    return sum;
  });
}

/** Hands over what the plan asks for, `strip` rows at a time. */
function viewOf(rgba: Uint8Array, width: number, height: number, side: number, strip: number): Float32Array {
  const plan = planView(width, height, side);
  const maker = createViewMaker(plan);
  for (let y = 0; y < plan.height; y += strip) {
    const rows = Array.from({ length: Math.min(strip, plan.height - y) }, (_, i) => {
      const from = ((plan.top + y + i) * width + plan.left) * 4;
      return rgba.subarray(from, from + plan.width * 4);
    });
    maker.addRows(Uint8Array.from(rows.flatMap((row) => [...row])));
  }
  return maker.finish();
}

const worstDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i])), 0);

describe('a view equals its definition', () => {
  test.each([
    ['its own size', SIDE, SIDE],
    ['shrunk by a whole number', 4 * SIDE, 4 * SIDE],
    ['shrunk by a broken one, upright', 75, 101],
    ['shrunk, lying', 211, 67],
    ['shrunk much', 300, 333],
    ['shrunk very much', 421, 500],
    ['shrunk a little', 33, 34],
    ['enlarged', 13, 19],
    ['one pixel high', 40, 1],
  ])('%s', (_, width, height) => {
    const rgba = noise(width, height);
    const view = viewOf(rgba, width, height, SIDE, 7);
    expect(worstDifference(view, naiveView(rgba, width, height, SIDE))).toBeLessThan(1e-4);
  });

  test('transparency is laid over black', () => {
    const rgba = noise(70, 50, false);
    expect(worstDifference(viewOf(rgba, 70, 50, SIDE, 50), naiveView(rgba, 70, 50, SIDE))).toBeLessThan(1e-4);
  });
});

test('a picture of the view’s own size comes through exactly', () => {
  const rgba = noise(SIDE, SIDE);
  const view = viewOf(rgba, SIDE, SIDE, SIDE, SIDE);
  expect(Array.from(view)).toEqual(
    Array.from(
      { length: view.length },
      (_, at) => rgba[(at % (SIDE * SIDE)) * 4 + Math.floor(at / SIDE / SIDE)],
    ),
  );
});

test('the strips’ height changes nothing', () => {
  const rgba = noise(90, 120);
  const whole = viewOf(rgba, 90, 120, SIDE, 120);
  for (const strip of [1, 13, 64]) expect(viewOf(rgba, 90, 120, SIDE, strip)).toEqual(whole);
});

test('only the middle square and what its rim touches is read', () => {
  const { left, top, width, height } = planView(4000, 1000, 100);
  expect([top, height]).toEqual([0, 1000]);
  expect([left, width]).toEqual([1495, 1010]);
});

test('too few rows and too many are errors', () => {
  const plan = planView(40, 40, SIDE);
  const maker = createViewMaker(plan);
  maker.addRows(new Uint8Array(39 * 40 * 4));
  expect(() => maker.finish()).toThrow('40 rows was given 39');
  expect(() => maker.addRows(new Uint8Array(2 * 40 * 4))).toThrow('40 rows was given 41');
});
