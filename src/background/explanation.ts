import {
  type Analysis,
  claimWords,
  FALSE_POSITIVE_RATES,
  type FalsePositiveRate,
  headlineOf,
  type Measurement,
  PARTS,
  type Part,
  verdictOn,
} from '../analysis.ts';
import { formatProbability, formatRate } from '../format-share.ts';
import type { Explanation } from '../messages.ts';

const LAXEST_RATE = Math.max(...FALSE_POSITIVE_RATES);

const CAVEAT =
  'This is an estimate: generators change, and resizing, compression and editing hide their traces. ' +
  '“No sign found” does not mean that a picture is authentic.';

const MOST_REASONS = 2;

/** A contribution, as odds, that says nothing either way; one that is clear; one that is strong. */
const [LEAST_ODDS, CLEAR_ODDS, STRONG_ODDS] = [1.05, 2, 10];

/** What each part says in a reader's words: pointing to a machine, or to a photograph. */
const REASON_WORDS: Record<Part, readonly [machine: string, photograph: string]> = {
  tower: [
    'Seen as a whole, it looks like pictures that machines make',
    'Seen as a whole, it looks like a photograph',
  ],
  azimuthal: [
    'Coarse and fine detail are mixed unlike in photographs',
    'Coarse and fine detail are mixed as in photographs',
  ],
  decay: [
    'Its finest detail fades as in pictures that machines make',
    'Its finest detail fades as in photographs',
  ],
};

/**
 * Puts an analysis into words.
 * @param isFinal whether the tower has spoken, or never will
 */
export function explain(analysis: Analysis, isFinal: boolean, rate: FalsePositiveRate): Explanation {
  const { outcome, width, height } = analysis;
  const said = {
    ...{ verdict: verdictOn(analysis, rate), heading: headlineOf(analysis, rate), note: CAVEAT },
    rows: [{ label: 'The file says', value: claimWords(analysis) }],
  };
  if (outcome.kind === 'refused') return { ...said, probability: null, reasons: [] };
  return {
    ...said,
    probability: { value: outcome.probability, words: formatProbability(outcome.probability) },
    reasons: reasonsOf(outcome),
    rows: [
      ...said.rows,
      { label: 'Photographs as suspicious', value: shareOf(outcome) },
      { label: 'Picture', value: `${width} × ${height}, ${partsOf(outcome)}` },
      ...(isFinal ? [] : [{ label: 'A closer look', value: 'under way' }]),
    ],
  };
}

function reasonsOf({ contributions }: Measurement): Explanation['reasons'] {
  return PARTS.map((part) => ({ part, logit: contributions[part] ?? 0 }))
    .filter(({ logit }) => Math.abs(logit) >= Math.log(LEAST_ODDS))
    .sort((a, b) => Math.abs(b.logit) - Math.abs(a.logit))
    .slice(0, MOST_REASONS)
    .map(({ part, logit }) => ({
      words: REASON_WORDS[part][logit > 0 ? 0 : 1],
      weight: `${weightOf(Math.exp(Math.abs(logit)))} for a ${logit > 0 ? 'machine' : 'photograph'}`,
    }));
}

function weightOf(odds: number): string {
  if (odds >= STRONG_ODDS) return 'speaks strongly';
  return odds >= CLEAR_ODDS ? 'speaks clearly' : 'speaks a little';
}

const shareOf = ({ falsePositiveRate }: Measurement): string =>
  falsePositiveRate === null
    ? `more than ${formatRate(LAXEST_RATE)}`
    : `at most ${formatRate(falsePositiveRate)}`;

const partsOf = ({ tiles }: Measurement): string => `${tiles} ${tiles === 1 ? 'part' : 'parts'} measured`;
