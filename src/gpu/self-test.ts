import type { SpectrumAnalyzer, TileBatch, TileSide } from '../spectrum/spectra.ts';
import { worstRelativeError } from './worst-relative-error.ts';

/** Relative error that every bin has to stay within; `worstRelativeError` says relative to what. */
export const SELF_TEST_TOLERANCE = 1e-5;

/** Whether an analyzer may be trusted, and if not, why. */
export type SelfTestResult = { trusted: true; worstError: number } | { trusted: false; reason: string };

/**
 * Measures the same fixed tiles with both analyzers and compares every bin. Drivers have been seen to compute wrongly
 * without a word, so a GPU is believed only after this.
 *
 * @param candidate analyzer to be judged; where it throws, it is not trusted.
 * @param reference analyzer taken to be right; what it throws is passed on.
 * @param sides sides of tiles to try; the engine's own unless given.
 */
export async function selfTest(
  candidate: SpectrumAnalyzer,
  reference: SpectrumAnalyzer,
  sides: readonly TileSide[] = [128, 256],
): Promise<SelfTestResult> {
  let worstError = 0;
  for (const side of sides) {
    const tiles = selfTestTiles(side);
    const expected = await reference.analyze(tiles);
    try {
      const { azimuthalAverage, reducedSpectrum } = worstRelativeError(
        await candidate.analyze(tiles),
        expected,
      );
      worstError = Math.max(worstError, azimuthalAverage, reducedSpectrum);
    } catch (error) {
      return { trusted: false, reason: error instanceof Error ? error.message : String(error) };
    }
    if (worstError > SELF_TEST_TOLERANCE) {
      return {
        trusted: false,
        reason: `spectra of ${side}² tiles are off by ${worstError.toExponential(1)}`,
      };
    }
  }
  return { trusted: true, worstError };
}

/**
 * Three tiles without an empty bin, so that every bin has a relative error to speak of: white noise, waves and an
 * edge under fainter noise, and a dark one. A hash makes the noise, so that it is the same on every machine.
 */
function selfTestTiles(side: TileSide): TileBatch {
  const scenes = [
    { scene: () => 0, depth: 256 },
    { scene: (x: number, y: number) => ((x + 3 * y) & 63) + (2 * x > y ? 90 : 0), depth: 64 },
    { scene: (x: number, y: number) => (x * y) / side ** 2, depth: 32 },
  ];
  const rgba = new Uint8Array(scenes.length * side * side * 4);
  let at = 0;
  for (const { scene, depth } of scenes) {
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const noise = hash(at);
        for (let shift = 0; shift < 32; shift += 8) {
          rgba[at++] = scene(x, y) + (((noise >>> shift) & 255) * depth) / 256;
        }
      }
    }
  }
  return { side, count: scenes.length, rgba };
}

/** Scrambles a position into 32 random-looking bits. */
function hash(position: number): number {
  let bits = Math.imul(position ^ (position >>> 16), 0x45d9f3b);
  bits = Math.imul(bits ^ (bits >>> 16), 0x45d9f3b);
  return (bits ^ (bits >>> 16)) >>> 0;
}
