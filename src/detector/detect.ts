import {
  type Analysis,
  type ByPart,
  type Measurement,
  NEIGHBOURS,
  type Part,
  type TowerJudgement,
} from '../analysis.ts';
import { type Features, relativeProfile } from './features.ts';
import { logisticProbability, logit, sigmoid } from './logistic-regression.ts';
import type { HouseModel, Models, Stage, Term } from './model-files.ts';
import { generatedShare } from './nearest-neighbours.ts';

type Evidence = Pick<Measurement, 'probability' | 'falsePositiveRate' | 'scores' | 'contributions'>;

/** Weighs what the spectra say. */
export function detect({ azimuthal, decay, house }: Models, features: Features): Evidence {
  return weigh(house.stages.spectra, {
    azimuthal: logisticProbability(azimuthal, relativeProfile(features)),
    decay: generatedShare(decay, features.decay),
  });
}

/**
 * Weighs what the tower says together with what the spectra said before. A refusal stands.
 * @throws Error where the deciding model knows no tower
 */
export function withTower({ stages }: HouseModel, analysis: Analysis, tower: TowerJudgement): Analysis {
  const { outcome, milliseconds } = analysis;
  if (!stages.all) throw new Error('the deciding model knows no tower');
  if (outcome.kind === 'refused') return analysis;
  const { azimuthal, decay } = outcome.scores;
  const evidence = weigh(stages.all, { azimuthal, decay, tower: tower.probability });
  return {
    ...analysis,
    outcome: { ...outcome, ...evidence, tower },
    milliseconds: { ...milliseconds, total: milliseconds.total + tower.milliseconds },
  };
}

function weigh({ bias, terms, thresholds }: Stage, scores: ByPart): Evidence {
  const values = termsOf(scores);
  const contributions: ByPart = { azimuthal: 0, decay: 0 };
  let sum = bias;
  for (const [name, { weight, mean }] of Object.entries(terms) as [
    Term,
    NonNullable<Stage['terms'][Term]>,
  ][]) {
    const contribution = weight * ((values[name] ?? 0) - mean);
    const part = PART_OF[name];
    contributions[part] = (contributions[part] ?? 0) + contribution;
    sum += contribution;
  }
  const probability = sigmoid(sum);
  const falsePositiveRate = thresholds.find((one) => probability >= one.probability)?.rate ?? null;
  return { probability, falsePositiveRate, scores, contributions };
}

/** Whose contribution each term belongs to. */
const PART_OF: Record<Term, Part> = {
  azimuthal: 'azimuthal',
  'azimuthal beyond photographs': 'azimuthal',
  decay: 'decay',
  tower: 'tower',
};

/** Azimuthal logit that one photograph in a hundred exceeds: beyond lies the plain trace of an up-convolution. */
const BEYOND_PHOTOGRAPHS = 1;

/** However sure the tower is of a photograph: it would not see an up-convolution. */
const LEAST_TOWER_LOGIT = -2;

/**
 * The parts as the deciding model reads them: their logits, and how far the azimuthal one goes beyond those of photographs,
 * so that a plain trace need not be outweighed by a tower that knows no such thing. A share of neighbours is kept off 0 and
 * 1 by half a neighbour. The tower's term is missing while it has not spoken.
 */
export function termsOf(scores: ByPart): Partial<Record<Term, number>> {
  const inner = (probability: number): number => logit(Math.min(1 - 1e-6, Math.max(1e-6, probability)));
  const azimuthal = inner(scores.azimuthal);
  return {
    azimuthal,
    'azimuthal beyond photographs': Math.max(0, azimuthal - BEYOND_PHOTOGRAPHS),
    decay: logit((scores.decay * NEIGHBOURS + 0.5) / (NEIGHBOURS + 1)),
    ...(scores.tower !== undefined && { tower: Math.max(LEAST_TOWER_LOGIT, inner(scores.tower)) }),
  };
}
