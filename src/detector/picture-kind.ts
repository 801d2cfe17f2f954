import type { Reason } from '../analysis.ts';

/** Steps between neighbouring pixels, in grey levels of the channel that changes most: less is flat, more is sharp. */
const FLAT_STEP = 1;
const SHARP_STEP = 16;
/** Share of soft steps among all that are not flat from which there is a photograph on the ground, however wide. */
const PHOTOGRAPH_SOFTNESS = 0.55;
/** Share of flat pixels from which a picture has a ground that something may be drawn on. */
const GROUND_SHARE = 0.2;
/** Distance in pixels at which whatever a lens has seen still looks like itself, and letters don't. */
const LAG = 4;
/** Correlation of luma at that distance below which what lies on a ground is writing. */
const WRITING_CORRELATION = 0.5;
/** The same below which a picture without a ground is noise: that of photographs is hardly ever below 0.3. */
const NOISE_CORRELATION = 0.15;
/** Variance of luma below which there is nothing to tell kinds by, in squared grey levels. */
const BLANK_VARIANCE = 4;

/**
 * Tells pictures apart that no detector of photographs has anything to say about. Light falls off softly, so what changes
 * in a photograph mostly changes by small steps; drawings, charts, screenshots and pages of text are flat or change
 * sharply. In noise no pixel knows of those four further on. `npm run train:gate` measures how often this is wrong.
 *
 * @param view `[3, side, side]`, 0…255, as `readTowerView` makes it
 * @param side `VIEW_SIDE`
 * @returns null for photographs, for what looks like them, and for blank pictures
 */
export function pictureKind(view: Float32Array, side: number): Extract<Reason, 'graphic' | 'noise'> | null {
  const { variance, correlation } = lumaStatistics(view, side);
  if (variance < BLANK_VARIANCE) return null;
  const { flat, soft, sharp } = stepShares(view, side);
  if (flat < GROUND_SHARE && correlation < NOISE_CORRELATION) return 'noise';
  const isDrawn = soft / (soft + sharp) < Math.min(flat, PHOTOGRAPH_SOFTNESS);
  const isWritten = flat > GROUND_SHARE && correlation < WRITING_CORRELATION;
  return isDrawn || isWritten ? 'graphic' : null;
}

/** Shares of the pixels by their largest step to the right or downwards; they sum to one. */
function stepShares(view: Float32Array, side: number): { flat: number; soft: number; sharp: number } {
  const plane = side * side;
  let [flat, sharp] = [0, 0];
  for (let y = 0; y < side - 1; y++) {
    for (let x = 0; x < side - 1; x++) {
      let step = 0;
      for (let at = y * side + x; at < view.length; at += plane) {
        const value = view[at];
        step = Math.max(step, Math.abs(view[at + 1] - value), Math.abs(view[at + side] - value));
      }
      if (step < FLAT_STEP) flat++;
      else if (step >= SHARP_STEP) sharp++;
    }
  }
  const pixels = (side - 1) ** 2;
  return { flat: flat / pixels, soft: (pixels - flat - sharp) / pixels, sharp: sharp / pixels };
}

/** Variance of luma, and its correlation with itself `LAG` pixels to the right and downwards. */
function lumaStatistics(view: Float32Array, side: number): { variance: number; correlation: number } {
  const plane = side * side;
  const luma = Float64Array.from(
    { length: plane },
    (_, i) => 0.299 * view[i] + 0.587 * view[plane + i] + 0.114 * view[2 * plane + i],
  );
  const mean = luma.reduce((sum, value) => sum + value, 0) / plane;
  let [squares, products] = [0, 0];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const at = y * side + x;
      const value = luma[at] - mean;
      squares += value * value;
      if (x + LAG < side) products += value * (luma[at + LAG] - mean);
      if (y + LAG < side) products += value * (luma[at + LAG * side] - mean);
    }
  }
  const pairs = 2 * side * (side - LAG);
  const variance = squares / plane;
  return { variance, correlation: products / pairs / variance };
}
