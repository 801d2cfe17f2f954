import type { SpectrumAnalyzer } from '../spectrum/spectra.ts';
import type { GpuAnalyzer } from './gpu-analyzer.ts';

/** The same analyzer, whose tiles take the way of a decoded picture's: for the self-test to judge that as well. */
export const throughBitmaps = (analyzer: GpuAnalyzer): SpectrumAnalyzer => ({
  ...analyzer,
  async analyze({ side, count, rgba }) {
    const pixels = new ImageData(Uint8ClampedArray.from(rgba), side, side * count);
    const bitmap = await createImageBitmap(pixels, {
      premultiplyAlpha: 'none',
      colorSpaceConversion: 'none',
    });
    const staged = analyzer.stage(
      bitmap,
      side,
      Array.from({ length: count }, (_, tile) => ({ x: 0, y: tile * side })),
    );
    bitmap.close();
    if (!staged) throw new Error('no texture for the tiles');
    return analyzer.analyzeStaged([staged]);
  },
});
