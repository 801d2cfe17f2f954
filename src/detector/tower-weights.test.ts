import { expect, test } from 'vitest';
import { unpackWeights } from './tower-weights.ts';

/** Codes `[rows][columns]`, scales and zero points `[blocks][columns]`. */
function pack(codes: number[][], scales: number[][], zeros: number[][]): Uint8Array {
  const pairs = codes.flatMap((row) =>
    row.flatMap((code, i) => (i % 2 === 0 ? [code | ((row[i + 1] ?? 0) << 4)] : [])),
  );
  return Uint8Array.from([...pairs, ...scales.flat(), ...zeros.flat()]);
}

const rows = <Row>(count: number, row: (i: number) => Row): Row[] =>
  Array.from({ length: count }, (_, i) => row(i));

test('each block and column has its own scale and zero point', () => {
  const packed = pack(
    rows(64, (i) => [i % 16, 15 - (i % 16)]),
    [
      [16, 32],
      [48, 128],
    ],
    [
      [0, 8],
      [15, 1],
    ],
  );
  const expected = rows(64, (i) =>
    i < 32 ? [i % 16, (15 - (i % 16) - 8) * 2] : [((i % 16) - 15) * 3, (15 - (i % 16) - 1) * 8],
  );
  expect(Array.from(unpackWeights(packed, [[64, 2]]))).toEqual(expected.flat());
});

test('halves go to the even neighbour, above and below zero', () => {
  const packed = pack(
    rows(32, (i) => [i % 16, i % 16]),
    [[8, 9]],
    [[8, 8]],
  );
  const weights = unpackWeights(packed, [[32, 2]]);
  // (code - 8)/2 for codes 0…15.
  expect(Array.from({ length: 16 }, (_, i) => weights[2 * i])).toEqual([
    ...[-4, -4, -3, -2, -2, -2, -1, 0],
    ...[0, 0, 1, 2, 2, 2, 3, 4],
  ]);
  expect(Array.from({ length: 16 }, (_, i) => weights[2 * i + 1])).toEqual(
    Array.from({ length: 16 }, (_, code) => Math.round(((code - 8) * 9) / 16)),
  );
});

test('matrices follow each other', () => {
  const one = pack(
    rows(32, () => [1, 2]),
    [[16, 16]],
    [[0, 0]],
  );
  const weights = unpackWeights(Uint8Array.from([...one, ...one]), [
    [32, 2],
    [32, 2],
  ]);
  expect(weights).toHaveLength(128);
  expect(weights.subarray(64)).toEqual(weights.subarray(0, 64));
});

test('too few and too many bytes are errors', () => {
  for (const length of [35, 37]) {
    expect(() => unpackWeights(new Uint8Array(length), [[32, 2]])).toThrow(
      `${length} bytes of weights instead of 36`,
    );
  }
});
