import {
  type Analysis,
  type ByPart,
  type Measurement,
  NEIGHBOURS,
  PARTS,
  type TowerJudgement,
} from '../analysis.ts';
import { type Features, relativeProfile } from './features.ts';
import { logisticProbability, logit, sigmoid } from './logistic-regression.ts';
import type { HouseModel, Models, Stage } from './model-files.ts';
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

function weigh({ bias, weights, means, thresholds }: Stage, scores: ByPart): Evidence {
  const logits = partLogits(scores);
  const contributions: ByPart = { azimuthal: 0, decay: 0 };
  let sum = bias;
  for (const part of PARTS) {
    const value = logits[part];
    if (value === undefined) continue;
    const contribution = (weights[part] ?? 0) * (value - (means[part] ?? 0));
    contributions[part] = contribution;
    sum += contribution;
  }
  const probability = sigmoid(sum);
  const falsePositiveRate = thresholds.find((one) => probability >= one.probability)?.rate ?? null;
  return { probability, falsePositiveRate, scores, contributions };
}

/** The parts as the deciding model reads them; a share of neighbours is kept off 0 and 1 by half a neighbour. */
export function partLogits({ azimuthal, decay, tower }: ByPart): ByPart {
  const inner = (probability: number): number => logit(Math.min(1 - 1e-6, Math.max(1e-6, probability)));
  const spectra = {
    azimuthal: inner(azimuthal),
    decay: logit((decay * NEIGHBOURS + 0.5) / (NEIGHBOURS + 1)),
  };
  return tower === undefined ? spectra : { ...spectra, tower: inner(tower) };
}
