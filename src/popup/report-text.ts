import { type Analysis, claimWords, type FalsePositiveRate, headlineOf, PARTS } from '../analysis.ts';
import { formatRate } from '../format-share.ts';

/** Every so many values of the azimuthal profile; enough to see its shape. */
const PROFILE_STEP = 8;

/**
 * What a reader can send us about a wrong verdict: the verdict, the versions, and the spectrum in few numbers. Neither
 * the picture nor where it comes from; nothing that the reader can't see in it.
 */
export function reportText(analysis: Analysis, rate: FalsePositiveRate, version: string): string {
  const { outcome, width, height, modelVersion } = analysis;
  const lines = [
    'Falloff, report of a wrong verdict',
    '',
    'What the picture really is, and how you know: …',
    '',
    `Verdict: ${headlineOf(analysis, rate)}`,
    `The file says: ${claimWords(analysis)}`,
    `Limit: ${formatRate(rate)} of real photographs`,
    `Picture: ${width} × ${height} pixels`,
    `Falloff ${version}, model ${modelVersion}`,
  ];
  if (outcome.kind === 'refused') return lines.join('\n');
  const { probability, scores, contributions, decay, tiles, side, engine, profile } = outcome;
  const spoken = PARTS.filter((part) => scores[part] !== undefined);
  const list = (values: (part: (typeof PARTS)[number]) => number | undefined): string =>
    spoken.map((part) => `${part} ${values(part)?.toFixed(2)}`).join(', ');
  const levels = profile.filter((_, i) => i % PROFILE_STEP === 0);
  return [
    ...lines,
    `Probability: ${probability.toFixed(3)}`,
    `Scores: ${list((part) => scores[part])}`,
    `Contributions to the logit: ${list((part) => contributions[part])}`,
    `Measured: ${tiles} × ${side}², ${engine}`,
    `Decay: b1 ${decay.b1.toPrecision(3)}, b2 ${decay.b2.toPrecision(3)}`,
    `Azimuthal average in dB, every ${PROFILE_STEP}th: ${Array.from(levels, (level) => level.toFixed(1)).join(' ')}`,
  ].join('\n');
}
