import { type Analysis, type FalsePositiveRate, isFlagged, VERDICT_WORDS, verdictOf } from '../analysis.ts';
import { formatProbability } from '../format-share.ts';
import type { Action } from '../settings.ts';

/** What a badge shows and says. */
export interface BadgeFace {
  look: 'generated' | 'suspicious';
  /** For instance "Likely made by a machine, 97 %". */
  words: string;
  /** What is laid over the picture; `badge` is nothing. */
  veil: Action;
}

/** The badge of a flagged picture; null where there is nothing to flag. */
export function badgeFace(
  outcome: Analysis['outcome'],
  rate: FalsePositiveRate,
  veil: Action,
): BadgeFace | null {
  const verdict = verdictOf(outcome, rate);
  if (outcome.kind === 'refused' || !isFlagged(verdict)) return null;
  return {
    look: verdict === 'generated' ? 'generated' : 'suspicious',
    words: `${VERDICT_WORDS[verdict]}, ${formatProbability(outcome.probability)}`,
    veil,
  };
}
