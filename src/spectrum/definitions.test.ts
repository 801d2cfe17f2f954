/**
 * Every quantity straight from its definition in `docs/spectra.md`, without the tables that both analyzers share: what
 * `reference-spectra.ts` gives, and all others are compared with, is what the words say.
 */
import { expect, test } from 'vitest';
import { naivePlane } from './naive-plane.ts';
import { randomTiles } from './random-tiles.ts';
import { referenceSpectra } from './reference-spectra.ts';

const SIDE = 128;
const FREQUENCIES = Array.from({ length: SIDE }, (_, i) => i - SIDE / 2);

/** Hues under noise, an edge, a flat and a white part. */
const rgba = randomTiles(SIDE, 1).rgba.map((noise, i) => {
  const [x, y, channel] = [(i >> 2) % SIDE, Math.floor((i >> 2) / SIDE), i % 4];
  if (y < 16) return x < 40 ? 255 : 90;
  return 50 + 20 * channel + (x > 2 * y ? 60 : 0) + 30 * Math.sin(x / (7 + channel)) + noise / 6;
});
const actual = referenceSpectra({ side: SIDE, count: 1, rgba }, 'none');

const grey = (red: number, green: number, blue: number): number[] =>
  Array.from(
    { length: SIDE * SIDE },
    (_, i) => red * rgba[4 * i] + green * rgba[4 * i + 1] + blue * rgba[4 * i + 2],
  );
const luma = grey(0.299, 0.587, 0.114);
const at = (x: number, y: number): number => {
  const inside = (k: number): number => Math.max(0, Math.min(SIDE - 1, k));
  return luma[inside(y) * SIDE + inside(x)];
};
const trace = luma.map((value, i) => {
  const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
  return (
    Math.abs(at(x - 1, y) - 2 * value + at(x + 1, y)) + Math.abs(at(x, y - 1) - 2 * value + at(x, y + 1))
  );
});
const planes = [luma, grey(-0.169, -0.331, 0.5), grey(0.5, -0.419, -0.081), trace].map((values) =>
  naivePlane(values, SIDE, SIDE),
);
const power = (channel: number, kx: number, ky: number): number => {
  const [re, im] = planes[channel](kx, ky);
  return re ** 2 + im ** 2;
};
const level = (channel: number, kx: number, ky: number): number => 10 * Math.log(power(channel, kx, ky));

/** Means over the frequencies that go to the same place; those that go nowhere are left out. */
function means(
  places: number,
  value: (kx: number, ky: number) => number,
  placeOf: (kx: number, ky: number) => number | null,
): number[] {
  const [sums, counts] = [new Float64Array(places), new Float64Array(places)];
  for (const ky of FREQUENCIES) {
    for (const kx of FREQUENCIES) {
      const place = placeOf(kx, ky);
      if (place === null) continue;
      sums[place] += value(kx, ky);
      counts[place]++;
    }
  }
  return [...sums].map((sum, place) => sum / counts[place]);
}

function expectNear(values: ArrayLike<number>, expected: number[]): void {
  expect(values.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    expect(Math.abs(values[i] - value), `value ${i}`).toBeLessThan(1e-9 * Math.max(1, Math.abs(value)));
  }
}

const radialBin = (kx: number, ky: number): number => Math.min(89, Math.floor(Math.sqrt(kx ** 2 + ky ** 2)));

test('azimuthal average: rings around the point half a step before DC, without the first and the last', () => {
  const published = (kx: number, ky: number): number => {
    const [re, im] = planes[0](kx, ky);
    return 20 * Math.log(Math.hypot(re + 1e-8, im));
  };
  const ring = (kx: number, ky: number): number => Math.floor(Math.hypot(kx + 0.5, ky + 0.5));
  expectNear(actual.azimuthalAverage, means(90, published, ring).slice(1, -1));
});

test('reduced spectrum', () => {
  const gain = Math.sqrt(power(0, 0, 0));
  expectNear(
    actual.reducedSpectrum,
    means(90, (kx, ky) => Math.sqrt(power(0, kx, ky)) / gain, radialBin),
  );
});

test('log spectrum, power spectrum', () => {
  const all = [0, 1, 2, 3];
  expectNear(
    actual.logSpectrum,
    all.flatMap((channel) => means(90, (kx, ky) => level(channel, kx, ky), radialBin)),
  );
  expectNear(
    actual.powerSpectrum,
    all.flatMap((channel) => means(90, (kx, ky) => power(channel, kx, ky), radialBin)),
  );
});

test('cross-spectra', () => {
  const cross = (a: number, b: number): number[] =>
    means(
      90,
      (kx, ky) => {
        const [[reA, imA], [reB, imB]] = [planes[a](kx, ky), planes[b](kx, ky)];
        return reA * reB + imA * imB;
      },
      radialBin,
    );
  const expected = [cross(0, 1), cross(0, 2), cross(1, 2)].flat();
  // Products of both signs: what is left of them is small beside them.
  const scale = 1e-9 * Math.max(...expected.slice(2).map(Math.abs));
  for (const [i, value] of expected.entries()) {
    expect(Math.abs(actual.crossSpectrum[i] - value)).toBeLessThan(Math.max(scale, 1e-9 * Math.abs(value)));
  }
});

test('directions: sectors of 5° between an eighth of the side and a half', () => {
  const sector = (kx: number, ky: number): number | null => {
    const radius = Math.sqrt(kx ** 2 + ky ** 2);
    const degrees = (Math.atan2(ky, kx) * 180) / Math.PI;
    return radius < 16 || radius > 64 ? null : Math.floor((degrees + 360 + 1e-9) / 5) % 36;
  };
  expectNear(
    actual.directions,
    means(36, (kx, ky) => level(0, kx, ky), sector),
  );
});

test('harmonics: the peak against the 24 coefficients around it', () => {
  const expected = Array.from({ length: 80 }, (_, h) => {
    const [kx, ky] = [8 * ((h + 1) % 9), 8 * Math.floor((h + 1) / 9)];
    let [peak, around] = [0, 0];
    for (const row of [ky, -ky]) {
      for (let dy = -2; dy <= 2; dy++) {
        for (let dx = -2; dx <= 2; dx++) {
          if (dx === 0 && dy === 0) peak += power(0, kx, row) / 2;
          else around += power(0, (kx + dx) % SIDE, (row + dy) % SIDE) / 48;
        }
      }
    }
    return 10 * Math.log(1 + peak / around);
  });
  expectNear(actual.harmonics, expected);
});

const cell = (k: number): number => Math.min(31, Math.floor(Math.abs(k) / 2));

test('log map: the four quadrants folded into 32 × 32 cells', () => {
  expectNear(
    actual.logMap,
    means(
      32 * 32,
      (kx, ky) => level(0, kx, ky),
      (kx, ky) => 32 * cell(ky) + cell(kx),
    ),
  );
});

test('DCT map: 32 × 32 cells', () => {
  const cosines = Array.from({ length: SIDE }, (_, k) =>
    Array.from({ length: SIDE }, (_, i) => {
      const scale = Math.sqrt((k === 0 ? 1 : 2) / SIDE);
      return scale * Math.cos((Math.PI * (i + 0.5) * k) / SIDE);
    }),
  );
  const dot = (a: number[], b: number[]): number => a.reduce((sum, value, i) => sum + value * b[i], 0);
  const rows = cosines.map((_, y) =>
    cosines.map((cosine) => dot(cosine, luma.slice(y * SIDE, (y + 1) * SIDE))),
  );
  const squares = cosines.map((cosine) =>
    cosines.map(
      (_, kx) =>
        dot(
          cosine,
          rows.map((row) => row[kx]),
        ) ** 2,
    ),
  );
  const expected = Array.from({ length: 32 * 32 }, (_, i) => {
    const [x, y] = [4 * (i % 32), 4 * Math.floor(i / 32)];
    const own = squares.slice(y, y + 4).flatMap((row) => row.slice(x, x + 4));
    return 0.5 * Math.log(own.reduce((sum, value) => sum + value) / 16);
  });
  expectNear(actual.dctMap, expected);
});

test('statistics', () => {
  const share = (isIn: (value: number) => boolean): number => luma.filter(isIn).length / SIDE ** 2;
  const mean = luma.reduce((sum, value) => sum + value) / SIDE ** 2;
  const variance = luma.reduce((sum, value) => sum + (value - mean) ** 2, 0) / SIDE ** 2;
  // Two rows of 16 blocks are flat, but for the one that has the edge of the white part in it, at 40 = 5 · 8: none.
  expectNear(actual.statistics, [mean, variance, 0, share((value) => value > 254.5), (2 * 16) / 16 ** 2]);
});
