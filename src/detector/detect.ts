import type { FalsePositiveRate, Measurement } from '../analysis.ts';
import { type Features, relativeProfile } from './features.ts';
import { logisticProbability, logit, sigmoid } from './logistic-regression.ts';
import type { Models } from './model-files.ts';
import { generatedShare } from './nearest-neighbours.ts';

type Evidence = Pick<Measurement, 'probability' | 'falsePositiveRate' | 'scores'>;

/** Weighs a picture's features by all models. */
export function detect(models: Models, features: Features): Evidence {
  const { azimuthal, decay, house } = models;
  const scores = {
    azimuthal: logisticProbability(azimuthal, relativeProfile(features)),
    decay: generatedShare(decay, features.decay),
  };
  const parts = partLogits(scores, decay.k);
  const sum = house.bias + house.weights.azimuthal * parts.azimuthal + house.weights.decay * parts.decay;
  const probability = sigmoid(sum);
  return { probability, falsePositiveRate: strictestRate(models, probability), scores };
}

/** The parts as the deciding model reads them; a share of `k` neighbours is kept off 0 and 1 by half a neighbour. */
export function partLogits(scores: Measurement['scores'], k: number): Measurement['scores'] {
  return {
    azimuthal: logit(Math.min(1 - 1e-6, Math.max(1e-6, scores.azimuthal))),
    decay: logit((scores.decay * k + 0.5) / (k + 1)),
  };
}

function strictestRate({ house }: Models, probability: number): FalsePositiveRate | null {
  return house.thresholds.find((threshold) => probability >= threshold.probability)?.rate ?? null;
}
