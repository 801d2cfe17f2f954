/**
 * The planes that are transformed, in thousandths of a grey level: integers, exact in single precision, so that every path
 * starts from the very same numbers. Luma and chroma are ITU-R BT.601's, chroma without its offset of 128.
 */
export const CHANNELS = ['luma', 'blue', 'red', 'trace'] as const;
export const CHANNEL_SCALE = 1000;

/** Weights of red, green and blue. */
export const CHANNEL_WEIGHTS = {
  luma: [299, 587, 114],
  blue: [-169, -331, 500],
  red: [500, -419, -81],
} as const;

/** Pairs of channels whose cross-spectra are taken, by their place in `CHANNELS`. */
export const CHANNEL_PAIRS = [
  [0, 1],
  [0, 2],
  [1, 2],
] as const;

/*
 * `trace` is the trace of interpolation, from which resampling shows as peaks (Gallagher 2005; Mahdian & Saic 2008):
 * `|Y(x-1,y) - 2Y(x,y) + Y(x+1,y)| + |Y(x,y-1) - 2Y(x,y) + Y(x,y+1)|`, coordinates held inside the tile.
 */
