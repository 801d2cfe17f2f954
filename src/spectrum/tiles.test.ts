import { describe, expect, test } from 'vitest';
import { MOST_TILES, planTiles, tileFault } from './tiles.ts';

describe('plan', () => {
  test.each([
    [127, 4000, null],
    [128, 128, [128, 1]],
    [255, 400, [128, 3]],
    [256, 256, [256, 1]],
    [640, 480, [256, 2]],
    [1024, 1024, [256, 16]],
    [8000, 6000, [256, 16]],
    [20000, 300, [256, 16]],
  ])('%i × %i', (width, height, expected) => {
    const plan = planTiles(width, height);
    expect(plan && [plan.side, plan.origins.length]).toEqual(expected);
  });

  test('tiles lie inside the picture, on the block grid, and apart from each other', () => {
    for (let width = 128; width < 3000; width += 97) {
      for (let height = 128; height < 3000; height += 113) {
        const plan = planTiles(width, height);
        if (!plan) throw new Error(`no plan for ${width} × ${height}`);
        const { side, origins } = plan;
        expect(origins.length).toBeLessThanOrEqual(MOST_TILES);
        for (const { x, y } of origins) {
          expect(x % 8 === 0 && y % 8 === 0 && x >= 0 && y >= 0).toBe(true);
          expect(x + side <= width && y + side <= height).toBe(true);
        }
        expect(new Set(origins.map(({ x, y }) => `${x},${y}`)).size).toBe(origins.length);
      }
    }
  });
});

describe('faults', () => {
  const side = 128;
  const tile = (value: (x: number, y: number) => number, alpha = 255): Uint8Array =>
    Uint8Array.from({ length: side * side * 4 }, (_, i) =>
      i % 4 === 3 ? alpha : value((i >> 2) % side, Math.floor((i >> 2) / side)),
    );

  test.each([
    ['texture', tile((x, y) => (x * 7 + y * 13) % 256), null],
    ['transparency', tile((x, y) => (x * 7 + y * 13) % 256, 254), 'transparent'],
    ['a flat tile', tile(() => 100), 'featureless'],
    ['a tile mostly white', tile((x) => (x < 70 ? 255 : x)), 'featureless'],
    ['a tile partly white', tile((x) => (x < 50 ? 255 : x)), null],
  ])('%s', (_, rgba, fault) => {
    expect(tileFault(rgba, 0, side)).toBe(fault);
  });
});
