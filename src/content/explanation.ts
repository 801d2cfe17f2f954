import {
  type Analysis,
  FALSE_POSITIVE_RATES,
  type FalsePositiveRate,
  type Measurement,
  NEIGHBOURS,
  REASONS,
  VERDICT_WORDS,
  type Verdict,
  verdictOf,
} from '../analysis.ts';
import { formatProbability, formatRate, generatedNeighbours } from '../format-share.ts';

/** What the explanation card says about one picture. */
export interface Explanation {
  verdict: Verdict | 'pending';
  heading: string;
  /** Null where nothing was measured. */
  probability: number | null;
  rows: { label: string; value: string }[];
  note: string;
}

const LAXEST_RATE = Math.max(...FALSE_POSITIVE_RATES);

const CAVEAT =
  'This is an estimate: generators change, and resizing, compression and editing hide their traces. ' +
  '“No sign found” does not mean that a picture is authentic.';

/** Puts an analysis into words; null stands for one that is still under way. */
export function explain(analysis: Analysis | null, rate: FalsePositiveRate): Explanation {
  if (analysis === null) {
    return { verdict: 'pending', heading: 'Analysing…', probability: null, rows: [], note: '' };
  }
  const { outcome } = analysis;
  const verdict = verdictOf(outcome, rate);
  if (outcome.kind === 'refused') {
    const heading = `${VERDICT_WORDS[verdict]}: ${REASONS[outcome.reason]}`;
    return { verdict, heading, probability: null, rows: [], note: CAVEAT };
  }
  return {
    verdict,
    heading: VERDICT_WORDS[verdict],
    probability: outcome.probability,
    rows: rowsOf(outcome, analysis),
    note: CAVEAT,
  };
}

function rowsOf(outcome: Measurement, { width, height }: Analysis): Explanation['rows'] {
  const { scores, falsePositiveRate, tiles, side, engine } = outcome;
  return [
    {
      label: 'Photographs scoring as high',
      value:
        falsePositiveRate === null
          ? `more than ${formatRate(LAXEST_RATE)}`
          : `at most ${formatRate(falsePositiveRate)}`,
    },
    {
      label: 'Picture as a whole',
      value: scores.tower === undefined ? 'not looked at yet' : formatProbability(scores.tower),
    },
    { label: 'Azimuthal spectrum', value: formatProbability(scores.azimuthal) },
    {
      label: 'Nearest in spectral decay',
      value: `${generatedNeighbours(scores.decay)} of ${NEIGHBOURS} generated`,
    },
    {
      label: 'Rests on',
      value: `${tiles} ${tiles === 1 ? 'tile' : 'tiles'} of ${side} × ${side}, on the ${engine.toUpperCase()}`,
    },
    { label: 'Picture', value: `${width} × ${height}` },
  ];
}
