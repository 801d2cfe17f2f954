import { FALSE_POSITIVE_RATES, type FalsePositiveRate, NEIGHBOURS, PROFILE_LENGTH } from '../analysis.ts';
import { DECAY_THRESHOLD } from '../spectrum/decay-fit.ts';
import type { LogisticRegression } from './logistic-regression.ts';
import type { NearestNeighbours } from './nearest-neighbours.ts';

export const SCHEMA_VERSION = 1;

/** What a model expects to be fed. A change to how features are made must change these words. */
export const FEATURE_LAYOUTS = {
  azimuthal: `azimuthal average of 20 ln|F|, no window, mean over tiles, cubic to ${PROFILE_LENGTH}, dB relative to the first`,
  decay: `b1 and b2 of the reduced spectrum, no window, mean over tiles, k_T = ${DECAY_THRESHOLD}`,
  house: 'logits of azimuthal, also beyond those of photographs, decay, and tower, from -2 on',
} as const;
export type ModelName = keyof typeof FEATURE_LAYOUTS;

/** How every model file begins; `report` is for people and for `models/README.md`. */
export interface ModelFile<Model> {
  schemaVersion: number;
  name: string;
  featureLayout: string;
  /** First 16 hex digits of the SHA-256 of `model`; also what depends on this model names. */
  version: string;
  /** SHA-256 of the list of training pictures. */
  trainingList: string;
  report: unknown;
  model: Model;
}

/** What the deciding model reads of the parts, as `termsOf` has them. */
export type Term = 'azimuthal' | 'azimuthal beyond photographs' | 'decay' | 'tower';

/** A logistic regression over the parts' logits: `bias + Σ weight · (term − mean)`; means are the training pictures'. */
export interface Stage {
  bias: number;
  terms: Partial<Record<Term, { weight: number; mean: number }>>;
  /** Least probability that is flagged at each false-positive rate, strictest rate first. */
  thresholds: { rate: FalsePositiveRate; probability: number }[];
}

/** The deciding model: for spectra alone, and for all parts once the tower has spoken, if there is one. */
export interface HouseModel {
  stages: { spectra: Stage; all?: Stage };
  /** Versions of the parts that this model was fitted over. */
  parts: { azimuthal: string; decay: string; tower?: string };
}

export interface Models {
  /** Version of the deciding model; verdicts are only comparable within one. */
  version: string;
  azimuthal: LogisticRegression;
  decay: NearestNeighbours;
  house: HouseModel;
}

/**
 * Checks the three model files against this code and against each other.
 * @throws Error that names the file and what does not fit
 */
export function loadModels(files: {
  azimuthal: ModelFile<LogisticRegression>;
  decay: ModelFile<NearestNeighbours>;
  house: ModelFile<HouseModel>;
}): Models {
  for (const name of Object.keys(FEATURE_LAYOUTS) as ModelName[]) checkHeader(name, files[name]);
  const { azimuthal, decay, house } = files;
  for (const field of ['mean', 'deviation', 'weights'] as const) {
    const length = azimuthal.model[field]?.length;
    if (length !== PROFILE_LENGTH) throw mismatch('azimuthal', `${field} of length`, PROFILE_LENGTH, length);
  }
  for (const part of ['azimuthal', 'decay'] as const) {
    const expected = house.model.parts[part];
    if (files[part].version !== expected) throw mismatch(part, 'version', expected, files[part].version);
  }
  if (decay.model.k !== NEIGHBOURS) throw mismatch('decay', 'k', NEIGHBOURS, decay.model.k);
  for (const { thresholds } of Object.values(house.model.stages)) {
    const rates = thresholds.map(({ rate }) => rate).join();
    if (rates !== FALSE_POSITIVE_RATES.join())
      throw mismatch('house', 'thresholds for', FALSE_POSITIVE_RATES.join(), rates);
  }
  return { version: house.version, azimuthal: azimuthal.model, decay: decay.model, house: house.model };
}

function checkHeader(name: ModelName, file: ModelFile<unknown>): void {
  if (file.schemaVersion !== SCHEMA_VERSION)
    throw mismatch(name, 'schemaVersion', SCHEMA_VERSION, file.schemaVersion);
  if (file.name !== name) throw mismatch(name, 'name', name, file.name);
  const layout = FEATURE_LAYOUTS[name];
  if (file.featureLayout !== layout) throw mismatch(name, 'featureLayout', layout, file.featureLayout);
}

const mismatch = (name: ModelName, what: string, expected: unknown, found: unknown): Error =>
  new Error(
    `models/${name}.json: expected ${what} ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`,
  );
