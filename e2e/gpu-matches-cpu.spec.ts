import { expect, test } from '@playwright/test';
import { SPECTRA_TOLERANCE } from '../src/spectrum/worst-relative-error.ts';
import { openSourcePage } from '../tools/open-source-page.ts';
import type { Comparison } from './gpu-matches-cpu.page.ts';

const PHOTOGRAPHS = [
  'exif-parser/test/starfish.jpg',
  'jquery-zoom/daisy.jpg',
  'jquery-zoom/roxy.jpg',
  ...[1, 2, 3, 4, 5, 6].map((n) => `simplelightbox/demo/img/full/0${n}.jpg`),
];

/**
 * Without a window, as shipped, whole numbers are transformed. A taper's products are rounded, on either side in its own
 * way, which shows in white noise, where one of a bin's one to eight coefficients may happen to vanish.
 */
const toleranceOf = ({ window, input }: Comparison): number =>
  window === 'hann' && input === 'random' ? 5 * SPECTRA_TOLERANCE : SPECTRA_TOLERANCE;

test('spectra from the GPU match those from the CPU', async () => {
  test.setTimeout(600_000);
  const { page, close } = await openSourcePage('e2e/gpu-matches-cpu.html', 'compare');
  try {
    const addresses = PHOTOGRAPHS.map((name) => `/node_modules/${name}`);
    const comparisons: Comparison[] = await page.evaluate(`compare(${JSON.stringify(addresses)})`);
    console.table(comparisons.map(({ errors, ...input }) => ({ ...input, ...inMillionths(errors) })));
    expect(comparisons.map(({ input }) => input)).toEqual(expect.arrayContaining(['random', 'photographs']));
    for (const comparison of comparisons) {
      const { window, side, input, errors } = comparison;
      for (const [quantity, error] of Object.entries(errors)) {
        const what = `${quantity}, ${input}, side ${side}, window ${window}`;
        expect.soft(error, what).toBeLessThanOrEqual(toleranceOf(comparison));
      }
    }
  } finally {
    await close();
  }
});

const inMillionths = (errors: Comparison['errors']): Record<string, string> =>
  Object.fromEntries(Object.entries(errors).map(([quantity, error]) => [quantity, (error * 1e6).toFixed(2)]));
