import {
  type Analysis,
  DECLARED_WORDS,
  type FalsePositiveRate,
  isDeclared,
  isFlagged,
  VERDICT_WORDS,
  verdictOn,
} from '../analysis.ts';
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
export function badgeFace(analysis: Analysis, rate: FalsePositiveRate, veil: Action): BadgeFace | null {
  const verdict = verdictOn(analysis, rate);
  if (!isFlagged(verdict)) return null;
  const { outcome } = analysis;
  const probability = outcome.kind === 'measured' ? `, ${formatProbability(outcome.probability)}` : '';
  return {
    look: verdict === 'generated' ? 'generated' : 'suspicious',
    words: isDeclared(analysis) ? DECLARED_WORDS : VERDICT_WORDS[verdict] + probability,
    veil,
  };
}
