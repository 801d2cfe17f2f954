import { describe, expect, test } from 'vitest';
import { azimuthalRings, radialBinCount, radialBinFrequency, radialBins, ringCount } from './rings.ts';
import { TILE_SIDES } from './spectra.ts';

test('the azimuthal average has the published numbers of rings', () => {
  expect(TILE_SIDES.map(ringCount)).toEqual([88, 179, 360, 722]);
});

describe.each(TILE_SIDES)('side %i', (side) => {
  test('the rings hold the whole plane but the first and the last ring', () => {
    const { starts, bins } = azimuthalRings(side);
    const centre = (side - 1) / 2;
    let dropped = 0;
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const ring = Math.trunc(Math.hypot(x - centre, y - centre));
        if (ring === 0 || ring > bins) dropped++;
      }
    }
    expect(starts[bins]).toBe(side * side - dropped);
  });

  test('the radial bins hold the whole plane, DC in the first', () => {
    const { starts, bins, positions } = radialBins(side);
    expect(bins).toBe(radialBinCount(side));
    expect(starts[bins]).toBe(side * side);
    expect([...positions.subarray(0, starts[1])]).toEqual([0]);
    expect(radialBinFrequency(bins - 1, side)).toBeCloseTo(1, 1);
  });

  test('no bin is empty', () => {
    for (const { starts, bins } of [azimuthalRings(side), radialBins(side)]) {
      for (let bin = 0; bin < bins; bin++) expect(starts[bin + 1]).toBeGreaterThan(starts[bin]);
    }
  });
});
