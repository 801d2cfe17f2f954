import { createHash } from 'node:crypto';
import { FALSE_POSITIVE_RATES } from '../src/analysis.ts';
import { partLogits } from '../src/detector/detect.ts';
import { type Features, relativeProfile } from '../src/detector/features.ts';
import {
  type LogisticRegression,
  logisticProbability,
  sigmoid,
} from '../src/detector/logistic-regression.ts';
import {
  FEATURE_LAYOUTS,
  type HouseModel,
  type ModelFile,
  type ModelName,
  SCHEMA_VERSION,
} from '../src/detector/model-files.ts';
import { generatedShare, type NearestNeighbours } from '../src/detector/nearest-neighbours.ts';
import { type Example, fitLogistic, standardisation } from './fit-logistic.ts';
import { groupBy } from './group-by.ts';
import type { MeasuredView } from './measure-views.ts';
import { weightedQuantile } from './metrics.ts';
import { seededRandom } from './random.ts';

/** Inverse strength of regularisation, and neighbours a class is thinned to. Chosen by cross-validation on `train`. */
const C = 1;
const K = 5;
const POINTS_A_CLASS = 2000;
const FOLDS = 6;

export interface TrainingView {
  features: Features;
  source: string;
  generated: boolean;
  upConvolved: boolean;
  weight: number;
}

/** Training views with their weights: 1/√n a source, the classes balanced, half of the generated up-convolved. */
export function weighted(views: MeasuredView[]): TrainingView[] {
  const usable = views.flatMap(({ features, picture, generated, upConvolved }) =>
    features ? [{ features, source: picture.source, generated, upConvolved, weight: 1 }] : [],
  );
  const counts = groupBy(usable, ({ source, generated, upConvolved }) =>
    [source, generated, upConvolved].join(),
  );
  for (const group of counts.values()) for (const view of group) view.weight = 1 / Math.sqrt(group.length);
  balance(usable);
  return usable;
}

function balance(views: TrainingView[]): void {
  const kinds = groupBy(views, ({ generated, upConvolved }) =>
    generated ? (upConvolved ? 'up' : 'wild') : 'real',
  );
  const shares = { real: 0.5, wild: 0.25, up: 0.25 };
  for (const kind of ['real', 'wild', 'up'] as const) {
    const group = kinds.get(kind) ?? [];
    const sum = group.reduce((total, { weight }) => total + weight, 0);
    for (const view of group) view.weight *= (shares[kind] * views.length) / sum;
  }
}

export function fitAzimuthal(views: TrainingView[]): LogisticRegression {
  const examples: Example[] = views.map(({ features, generated, weight }) => ({
    features: relativeProfile(features),
    generated,
    weight,
  }));
  return rounded(fitLogistic(examples, C));
}

/** Draws as many points of each class, with chances in proportion to their weights. */
export function fitDecayNeighbours(views: TrainingView[]): NearestNeighbours {
  const { mean, deviation } = standardisation(
    views.map(({ features: { decay }, weight }) => ({ features: [decay.b1, decay.b2], weight })),
  );
  const random = seededRandom('decay neighbours');
  const drawn = [true, false].flatMap((generated) =>
    views
      .filter((view) => view.generated === generated)
      .map((view) => ({ view, order: random.between(0, 1) ** (1 / view.weight) }))
      .sort((a, b) => b.order - a.order)
      .slice(0, POINTS_A_CLASS),
  );
  return rounded({
    k: K,
    mean: [mean[0], mean[1]],
    deviation: [deviation[0], deviation[1]],
    points: drawn.map(({ view: { features, generated } }): [number, number, 0 | 1] => [
      features.decay.b1,
      features.decay.b2,
      generated ? 1 : 0,
    ]),
  });
}

/** Both parts' scores of every view by models that have not seen the view's source. */
function outOfFoldScores(views: TrainingView[]): { azimuthal: number; decay: number }[] {
  const foldOf = (source: string): number => seededRandom('fold', source).integer(0, FOLDS - 1);
  const scores = views.map(() => ({ azimuthal: 0, decay: 0 }));
  for (let fold = 0; fold < FOLDS; fold++) {
    const seen = views.filter(({ source }) => foldOf(source) !== fold).map((view) => ({ ...view }));
    balance(seen);
    const azimuthal = fitAzimuthal(seen);
    const decay = fitDecayNeighbours(seen);
    views.forEach(({ source, features }, i) => {
      if (foldOf(source) !== fold) return;
      scores[i] = {
        azimuthal: logisticProbability(azimuthal, relativeProfile(features)),
        decay: generatedShare(decay, features.decay),
      };
    });
  }
  return scores;
}

/** The deciding regression and its thresholds, from scores on sources that the parts have not seen. */
export function fitHouse(views: TrainingView[], parts: HouseModel['parts']): HouseModel {
  const logits = outOfFoldScores(views).map((scores) => partLogits(scores, K));
  const model = fitLogistic(
    views.map(({ generated, weight }, i) => ({
      features: [logits[i].azimuthal, logits[i].decay],
      generated,
      weight,
    })),
    C,
  );
  const [azimuthal, decay] = model.weights.map((weight, i) => weight / model.deviation[i]);
  const bias = model.bias - azimuthal * model.mean[0] - decay * model.mean[1];
  const real = views.flatMap(({ generated, weight }, i) =>
    generated
      ? []
      : [{ value: sigmoid(bias + azimuthal * logits[i].azimuthal + decay * logits[i].decay), weight }],
  );
  return rounded({
    weights: { azimuthal, decay },
    bias,
    parts,
    thresholds: FALSE_POSITIVE_RATES.map((rate) => ({ rate, probability: weightedQuantile(real, 1 - rate) })),
  });
}

/** Six significant digits are plenty, and keep the files small and their digests stable. */
function rounded<Model>(model: Model): Model {
  return JSON.parse(
    JSON.stringify(model, (_, value) => (typeof value === 'number' ? Number(value.toPrecision(6)) : value)),
  );
}

export function modelFile<Model>(name: ModelName, model: Model, trainingList: string): ModelFile<Model> {
  return {
    schemaVersion: SCHEMA_VERSION,
    name,
    featureLayout: FEATURE_LAYOUTS[name],
    version: createHash('sha256').update(JSON.stringify(model)).digest('hex').slice(0, 16),
    trainingList,
    report: null,
    model,
  };
}
