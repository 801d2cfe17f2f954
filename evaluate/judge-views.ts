import { DEFAULT_FALSE_POSITIVE_RATE, refusedUnseen, type Verdict, verdictOf } from '../src/analysis.ts';
import type { Scanner } from '../tools/scanner.ts';
import type { CorpusPicture } from '../train/corpus.ts';
import type { Tier } from '../train/mill.ts';
import type { TierView } from '../train/views.ts';

/** What the engine said about one view. */
export interface JudgedView {
  picture: CorpusPicture;
  tier: Tier;
  generated: boolean;
  upConvolved: boolean;
  width: number;
  height: number;
  modelVersion: string;
  /** Probability by each part and, as `deciding`, by all together; null where the engine abstained. */
  scores: Record<string, number> | null;
  /** At the default false-positive rate. */
  verdict: Verdict;
}

/** Sends every view through the engine, as `scan` does with files. */
export async function judgeViews(views: TierView[], scanner: Scanner): Promise<JudgedView[]> {
  const judged: JudgedView[] = [];
  // The next view is made while one is judged.
  const make = (at: number): Promise<Uint8Array | null> =>
    views[at]?.bytes().catch(() => null) ?? Promise.resolve(null);
  let next = make(0);
  for (const [i, { picture, tier, generated, upConvolved }] of views.entries()) {
    const encoded = await next;
    next = make(i + 1);
    const analysis = encoded ? await scanner.scan(encoded) : refusedUnseen('damaged');
    const { outcome, width, height, modelVersion } = analysis;
    judged.push({
      ...{ picture, tier, generated, upConvolved, width, height, modelVersion },
      scores: outcome.kind === 'measured' ? { deciding: outcome.probability, ...outcome.scores } : null,
      verdict: verdictOf(outcome, DEFAULT_FALSE_POSITIVE_RATE),
    });
    if (judged.length % 500 === 0) console.error(`judged ${judged.length} of ${views.length} views`);
  }
  return judged;
}
