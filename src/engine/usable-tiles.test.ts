import { expect, test } from 'vitest';
import { createCpuAnalyzer } from '../spectrum/cpu-analyzer.ts';
import { randomTiles } from '../spectrum/random-tiles.ts';
import type { TileBatch } from '../spectrum/spectra.ts';
import { cutTiles } from './cut-tiles.ts';
import { usableTiles } from './usable-tiles.ts';

const SIDE = 128;
const BYTES = 4 * SIDE * SIDE;

/** Tiles of noise within a range of levels. */
function tilesOf(ranges: [lowest: number, highest: number][]): TileBatch {
  const { side, count, rgba } = randomTiles(SIDE, ranges.length);
  const leveled = rgba.map((value, at) => {
    const [lowest, highest] = ranges[Math.floor(at / BYTES)];
    return at % 4 === 3 ? 255 : Math.round(lowest + ((highest - lowest) * value) / 255);
  });
  return { side, count, rgba: leveled };
}

/** The same tiles side by side in a picture. */
const pictureOf = ({ count, rgba }: TileBatch): Parameters<typeof cutTiles>[0] => ({
  width: count * SIDE,
  height: SIDE,
  async readRect(x, _y, _width, _height, out) {
    out.set(rgba.subarray((x / SIDE) * BYTES, (x / SIDE + 1) * BYTES));
  },
});

test.each<{ name: string; ranges: [number, number][] }>([
  {
    name: 'all good',
    ranges: [
      [0, 255],
      [50, 90],
    ],
  },
  {
    name: 'flat ones left out',
    ranges: [
      [90, 92],
      [0, 255],
      [128, 128],
      [60, 200],
    ],
  },
  {
    name: 'clipped ones left out',
    ranges: [
      [0, 255],
      [0, 0.9],
      [254.6, 255],
      [60, 200],
    ],
  },
  {
    name: 'too few',
    ranges: [
      [90, 92],
      [0, 255],
      [128, 128],
    ],
  },
  { name: 'a single good one', ranges: [[0, 255]] },
  { name: 'a single flat one', ranges: [[7, 7]] },
])('leaves the tiles that pixels would have left: $name', async ({ ranges }) => {
  const analyzer = await createCpuAnalyzer({ window: 'none' });
  const tiles = tilesOf(ranges);
  const spectra = await analyzer.analyze(tiles);
  const cut = await cutTiles(pictureOf(tiles));
  const usable = usableTiles({ spectra, engine: 'gpu', first: 0, count: tiles.count });
  if (typeof cut === 'string') expect(usable).toBe(cut);
  else
    expect(usable).toEqual({
      spectra: await analyzer.analyze(cut),
      engine: 'gpu',
      first: 0,
      count: cut.count,
    });
});

test("leaves the batch's other pictures alone", async () => {
  const analyzer = await createCpuAnalyzer({ window: 'none' });
  const tiles = tilesOf([
    [0, 255],
    [9, 9],
    [50, 90],
    [60, 200],
    [0, 255],
  ]);
  const own = { side: tiles.side, count: 2, rgba: tiles.rgba.subarray(2 * BYTES, 4 * BYTES) };
  const batch = { spectra: await analyzer.analyze(tiles), engine: 'gpu' } as const;
  expect(usableTiles({ ...batch, first: 1, count: 3 })).toEqual({
    spectra: await analyzer.analyze(own),
    engine: 'gpu',
    first: 0,
    count: 2,
  });
});
