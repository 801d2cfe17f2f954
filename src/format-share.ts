import { NEIGHBOURS } from './analysis.ts';

/** Keeps a number and its unit on one line. */
export const NARROW_SPACE = '\u202f';

const shortest = /* @__PURE__ */ new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** A probability in whole per cent; never "0 %" or "100 %", which would claim certainty. */
export function formatProbability(probability: number): string {
  if (probability < 0.01) return `under 1${NARROW_SPACE}%`;
  if (probability > 0.99) return `over 99${NARROW_SPACE}%`;
  return `${Math.round(probability * 100)}${NARROW_SPACE}%`;
}

/** A rate such as 0.005 as "0.5 %". */
export const formatRate = (rate: number): string => `${shortest.format(rate * 100)}${NARROW_SPACE}%`;

/** The share of generated pictures among the nearest neighbours as a number of them. */
export const generatedNeighbours = (share: number): number => Math.round(share * NEIGHBOURS);
