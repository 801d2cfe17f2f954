import { createHash } from 'node:crypto';
import { type ByPart, FALSE_POSITIVE_RATES } from '../src/analysis.ts';
import { termsOf } from '../src/detector/detect.ts';
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
  type Stage,
  type Term,
} from '../src/detector/model-files.ts';
import { generatedShare, type NearestNeighbours } from '../src/detector/nearest-neighbours.ts';
import { type Example, fitLogistic, standardisation } from './fit-logistic.ts';
import { groupBy } from './group-by.ts';
import type { MeasuredView } from './measure-views.ts';
import { weightedQuantile } from './metrics.ts';
import { seededRandom } from './random.ts';
import type { View } from './views.ts';

/** Inverse strength of regularisation, and neighbours a class is thinned to. Chosen by cross-validation on `train`. */
const C = 1;
const K = 5;
const POINTS_A_CLASS = 2000;
const FOLDS = 6;

export interface TrainingView extends View {
  features: Features;
  /** The tower's, by a fit that has not seen the source; null where there is none. */
  towerLogit: number | null;
  weight: number;
}

/** Shares of the classes, and among the generated of the up-convolved ones. */
const SHARES = { real: 0.5, wild: 0.25, up: 0.25 };
/** Where the tower speaks, too, most of what it is to find is not up-convolved by us. */
const TOWER_SHARES = { real: 0.5, wild: 0.4, up: 0.1 };

/**
 * Training views with their weights: 1/√n a source, the classes balanced.
 * @param towerLogits by the views' keys
 */
export function weighted(views: MeasuredView[], towerLogits: Map<string, number> | null): TrainingView[] {
  const usable = views.flatMap(({ features, ...view }): TrainingView[] =>
    features ? [{ ...view, features, towerLogit: towerLogits?.get(view.key) ?? null, weight: 1 }] : [],
  );
  balance(usable, SHARES);
  return usable;
}

function balance(views: TrainingView[], shares: typeof SHARES): void {
  const ofSource = groupBy(views, ({ picture, generated, upConvolved }) =>
    [picture.source, generated, upConvolved].join(),
  );
  for (const group of ofSource.values()) for (const view of group) view.weight = 1 / Math.sqrt(group.length);
  const kinds = groupBy(views, ({ generated, upConvolved }) =>
    generated ? (upConvolved ? 'up' : 'wild') : 'real',
  );
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

/** The spectral parts' scores of every view by models that have not seen the view's source. */
function outOfFoldScores(views: TrainingView[]): ByPart[] {
  const foldOf = ({ picture }: TrainingView): number =>
    seededRandom('fold', picture.source).integer(0, FOLDS - 1);
  const scores = views.map((): ByPart => ({ azimuthal: 0, decay: 0 }));
  for (let fold = 0; fold < FOLDS; fold++) {
    const seen = views.filter((view) => foldOf(view) !== fold).map((view) => ({ ...view }));
    balance(seen, SHARES);
    const azimuthal = fitAzimuthal(seen);
    const decay = fitDecayNeighbours(seen);
    views.forEach((view, i) => {
      if (foldOf(view) !== fold) return;
      scores[i] = {
        azimuthal: logisticProbability(azimuthal, relativeProfile(view.features)),
        decay: generatedShare(decay, view.features.decay),
      };
    });
  }
  return scores;
}

/** The deciding regressions and their thresholds, from scores on sources that the parts have not seen. */
export function fitHouse(views: TrainingView[], parts: HouseModel['parts']): HouseModel {
  const spectra = outOfFoldScores(views);
  const all = views.flatMap((view, i) =>
    view.towerLogit === null ? [] : [{ ...view, scores: { ...spectra[i], tower: sigmoid(view.towerLogit) } }],
  );
  balance(all, TOWER_SHARES);
  return rounded({
    stages: {
      spectra: fitStage(views.map(({ generated, weight }, i) => ({ generated, weight, scores: spectra[i] }))),
      ...(all.length > 0 && { all: fitStage(all) }),
    },
    parts,
  });
}

function fitStage(views: { scores: ByPart; generated: boolean; weight: number }[]): Stage {
  const names = Object.keys(termsOf(views[0].scores)) as Term[];
  const examples = views.map(({ scores, generated, weight }): Example => {
    const terms = termsOf(scores);
    return { features: names.map((name) => terms[name] ?? 0), generated, weight };
  });
  const model = fitLogistic(examples, C);
  const real = examples
    .filter(({ generated }) => !generated)
    .map(({ features, weight }) => ({ value: logisticProbability(model, features), weight }));
  return {
    bias: model.bias,
    terms: Object.fromEntries(
      names.map((name, j) => [name, { weight: model.weights[j] / model.deviation[j], mean: model.mean[j] }]),
    ),
    thresholds: FALSE_POSITIVE_RATES.map((rate) => ({ rate, probability: weightedQuantile(real, 1 - rate) })),
  };
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
