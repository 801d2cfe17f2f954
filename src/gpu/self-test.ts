import type { Spectra, SpectrumAnalyzer, TileBatch, TileSide } from '../spectrum/spectra.ts';
import { SPECTRA_TOLERANCE, worstRelativeErrors } from '../spectrum/worst-relative-error.ts';

/** Whether an analyzer may be trusted, and if not, why. */
export type SelfTestResult = { trusted: true; worstError: number } | { trusted: false; reason: string };

/**
 * A test that measures the same fixed tiles with an analyzer and with a reference, and compares every value of every
 * quantity. Drivers have been seen to compute wrongly without a word, so a GPU is believed only after this. The
 * reference's answers are kept: a later candidate costs its own time alone.
 *
 * @param reference analyzer taken to be right.
 * @param sides sides of tiles to try; the engine's own unless given.
 * @returns the test; it rejects with what the candidate or the reference throws, which says nothing of their numbers.
 */
export function createSelfTest(
  reference: SpectrumAnalyzer,
  sides: readonly TileSide[] = [128, 256],
): (candidate: SpectrumAnalyzer) => Promise<SelfTestResult> {
  const known = new Map<TileSide, { tiles: TileBatch; expected: Spectra }>();

  const knownOf = async (side: TileSide) => {
    const existing = known.get(side);
    if (existing) return existing;
    const tiles = selfTestTiles(side);
    const entry = { tiles, expected: await reference.analyze(tiles) };
    known.set(side, entry);
    return entry;
  };

  return async (candidate) => {
    let worstError = 0;
    for (const side of sides) {
      const { tiles, expected } = await knownOf(side);
      const errors = worstRelativeErrors(side, await candidate.analyze(tiles), expected);
      for (const [quantity, error] of Object.entries(errors)) {
        worstError = Math.max(worstError, error);
        if (error > SPECTRA_TOLERANCE) {
          return {
            trusted: false,
            reason: `${quantity} of ${side}² tiles is off by ${error.toExponential(1)}`,
          };
        }
      }
    }
    return { trusted: true, worstError };
  };
}

/** Level of a pixel's colour channel (0 to 2) in 0..255, from white noise in 0..1. */
type Scene = (x: number, y: number, channel: number, noise: number) => number;

/**
 * Tiles without an empty bin, so that every bin has a relative error to speak of, and of uneven colour, so that every
 * channel has: noise; a slope and an edge under fainter noise; darkness; and black and white areas for the statistics. A
 * hash makes the noise, so that it is the same on every machine.
 */
function selfTestTiles(side: TileSide): TileBatch {
  const scenes: Scene[] = [
    (_x, _y, channel, noise) => 20 * channel + 200 * noise,
    (x, y, channel, noise) => (30 * (channel + 1) * x) / side + (x > 2 * y ? 90 : 0) + 40 * noise,
    (x, y, channel, noise) => (channel * x * y) / side ** 2 + 32 * noise,
    (x, y, channel, noise) =>
      y < side / 4 ? (x < side / 2 ? 0 : 255) : 60 + 30 * channel + (5 * x) / side + 90 * noise,
  ];
  const rgba = new Uint8Array(scenes.length * side * side * 4);
  let at = 0;
  for (const scene of scenes) {
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++, at += 4) {
        const noise = hash(at);
        for (let channel = 0; channel < 3; channel++) {
          rgba[at + channel] = scene(x, y, channel, ((noise >>> (8 * channel)) & 255) / 255);
        }
        rgba[at + 3] = 255;
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
