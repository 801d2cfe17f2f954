import {
  type Analysis,
  type FalsePositiveRate,
  type Measurement,
  REASONS,
  VERDICT_WORDS,
  type Verdict,
  verdictOf,
} from '../analysis.ts';

/** What the explanation card says about one picture. */
export interface Explanation {
  verdict: Verdict | 'pending';
  heading: string;
  /** Null where nothing was measured. */
  probability: number | null;
  rows: { label: string; value: string }[];
  note: string;
}

const CAVEAT =
  'Spectra are weak evidence outside the laboratory: resizing, compression and editing change them. ' +
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
      value: falsePositiveRate === null ? 'more than 10 %' : `at most ${formatPercent(falsePositiveRate)}`,
    },
    { label: 'Azimuthal spectrum', value: formatPercent(scores.azimuthal) },
    { label: 'Spectral decay', value: formatPercent(scores.decay) },
    {
      label: 'Rests on',
      value: `${tiles} ${tiles === 1 ? 'tile' : 'tiles'} of ${side} × ${side}, on the ${engine.toUpperCase()}`,
    },
    { label: 'Picture', value: `${width} × ${height}` },
  ];
}

/** "97 %"; tenths below one per cent. Never 0 or 100: no measurement is that sure. */
export function formatPercent(share: number): string {
  const percent = share * 100;
  if (percent < 0.1) return '< 0.1 %';
  if (percent < 1) return `${Math.min(percent, 0.9).toFixed(1)} %`;
  return `${Math.min(Math.round(percent), 99)} %`;
}
