import { expect, test } from 'vitest';
import { coherence } from './coherence.ts';
import { createCpuAnalyzer } from './cpu-analyzer.ts';
import { fitDecay } from './decay-fit.ts';
import { pictureSpectra } from './picture-spectra.ts';
import { randomTiles } from './random-tiles.ts';
import type { Quantity } from './spectra.ts';
import { TILE_SIDES } from './spectra.ts';

test("a picture's spectra are the means of its own tiles'", async () => {
  const spectra = await (await createCpuAnalyzer({ window: 'none' })).analyze(randomTiles(128, 5));
  const picture = pictureSpectra(spectra, 1, 3);
  const { side: _side, count: _count, ...quantities } = spectra;
  for (const [name, rows] of Object.entries(quantities)) {
    const length = rows.length / 5;
    const mean = Float64Array.from({ length }, (_, i) =>
      [1, 2, 3].reduce((sum, tile) => sum + rows[tile * length + i] / 3, 0),
    );
    expect(picture[name as Quantity], name).toEqual(mean);
  }
  expect(picture.coherence).toEqual(coherence(128, picture.powerSpectrum, picture.crossSpectrum));
  expect(picture.decay).toEqual(fitDecay(picture.reducedSpectrum, 128, 0.75));
  expect(picture.decayFrom85).toEqual(fitDecay(picture.reducedSpectrum, 128, 0.85));
});

test.each(TILE_SIDES)('of %i² stay below 200 kB', async (side) => {
  const spectra = await (await createCpuAnalyzer({ window: 'none' })).analyze(randomTiles(side, 1));
  const { side: _side, decay, decayFrom85, ...arrays } = pictureSpectra(spectra);
  expect(decay).not.toBeNull();
  expect(decayFrom85).not.toBeNull();
  const bytes = Object.values(arrays).reduce((sum, { byteLength }) => sum + byteLength, 0);
  expect(bytes).toBeLessThan(200_000);
});
