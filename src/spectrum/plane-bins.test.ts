import { describe, expect, test } from 'vitest';
import {
  DIRECTIONS,
  directionBins,
  HARMONICS,
  harmonicPeaks,
  harmonicSurroundings,
  MAP_SIDE,
  mapCells,
} from './plane-bins.ts';
import { halfPlaneWidth } from './rings.ts';
import { TILE_SIDES } from './spectra.ts';

describe.each(TILE_SIDES)('side %i', (side) => {
  test('the map holds the whole plane, and no cell is empty', () => {
    const { bins, starts } = mapCells(side);
    expect(bins).toBe(MAP_SIDE ** 2);
    expect(starts[bins]).toBe(side ** 2);
    for (let cell = 0; cell < bins; cell++) expect(starts[cell + 1]).toBeGreaterThan(starts[cell]);
  });

  test('no direction is empty, and the horizontal frequencies are in the first', () => {
    const { bins, starts, positions } = directionBins(side);
    expect(bins).toBe(DIRECTIONS);
    for (let sector = 0; sector < bins; sector++) expect(starts[sector + 1]).toBeGreaterThan(starts[sector]);
    expect(positions.subarray(0, starts[1])).toContain(side / 4);
  });

  test('harmonics lie at multiples of a sixteenth, 24 neighbours around each mirror image', () => {
    const [peaks, around] = [harmonicPeaks(side), harmonicSurroundings(side)];
    const width = halfPlaneWidth(side);
    expect([...peaks.positions.subarray(0, 2)]).toEqual([side / 16, side / 16]);
    expect([...peaks.positions.subarray(2 * 8, 2 * 8 + 2)]).toEqual([
      (side / 16) * width,
      (15 * side * width) / 16,
    ]);
    for (let h = 0; h < HARMONICS; h++) {
      expect(peaks.starts[h + 1] - peaks.starts[h]).toBe(2);
      expect(around.starts[h + 1] - around.starts[h]).toBe(48);
    }
    expect(Math.max(...around.positions)).toBeLessThan(side * width);
  });
});
