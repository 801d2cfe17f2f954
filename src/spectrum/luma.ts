/**
 * Luma of ITU-R BT.601 in thousandths of a grey level: an integer up to 255 000, exact in single precision,
 * so that every path starts from the very same numbers.
 */
export const LUMA_WEIGHTS = { red: 299, green: 587, blue: 114 } as const;
export const LUMA_SCALE = 1000;
