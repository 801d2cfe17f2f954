import { describe, expect, test } from 'vitest';
import azimuthal from '../../models/azimuthal.json';
import decay from '../../models/decay.json';
import house from '../../models/house.json';
import { PROFILE_LENGTH } from '../analysis.ts';
import { detect } from './detect.ts';
import type { Features } from './features.ts';
import { type LogisticRegression, logisticProbability } from './logistic-regression.ts';
import { type HouseModel, loadModels, type ModelFile } from './model-files.ts';
import { generatedShare, type NearestNeighbours } from './nearest-neighbours.ts';

const files = structuredClone({
  azimuthal: azimuthal as ModelFile<LogisticRegression>,
  decay: decay as unknown as ModelFile<NearestNeighbours>,
  house: house as ModelFile<HouseModel>,
});

describe('model files', () => {
  test('those that ship fit the code and each other', () => {
    expect(loadModels(files).version).toBe(house.version);
  });

  test.each([
    [
      'another schema',
      { azimuthal: { ...files.azimuthal, schemaVersion: 2 } },
      'azimuthal.json: expected schemaVersion 1',
    ],
    [
      'another layout',
      { decay: { ...files.decay, featureLayout: 'b1' } },
      'decay.json: expected featureLayout',
    ],
    [
      'a file in the wrong place',
      { house: { ...files.house, name: 'decay' } },
      'house.json: expected name "house"',
    ],
    [
      'a part of another training',
      { decay: { ...files.decay, version: 'abc' } },
      'decay.json: expected version',
    ],
    [
      'too few weights',
      { azimuthal: { ...files.azimuthal, model: { ...files.azimuthal.model, weights: [1] } } },
      'azimuthal.json: expected weights of length 88, found 1',
    ],
  ])('%s is a clear error', (_, change, message) => {
    expect(() => loadModels({ ...files, ...change })).toThrow(message);
  });
});

test('logistic regression standardises its features', () => {
  const model = { mean: [1, 2], deviation: [2, 4], weights: [1, -1], bias: 0.5 };
  expect(logisticProbability(model, [3, 10])).toBeCloseTo(1 / (1 + Math.exp(-(0.5 + 1 - 2))), 12);
});

test('nearest neighbours are counted after standardising', () => {
  const model: NearestNeighbours = {
    k: 3,
    mean: [0, 0],
    deviation: [1, 100],
    points: [
      [0, 90, 1],
      [0, -80, 1],
      [0.1, 0, 0],
      [2, 0, 0],
      [3, 0, 0],
    ],
  };
  expect(generatedShare(model, { b1: 0, b2: 0 })).toBeCloseTo(2 / 3, 12);
});

describe('the deciding model', () => {
  const models = loadModels(files);
  const features = (slope: number): Features => ({
    profile: Float64Array.from({ length: PROFILE_LENGTH }, (_, i) => 220 - slope * i),
    decay: { b1: 1e-4, b2: -2 },
  });

  test('gives a probability, its parts, and the strictest rate whose threshold it reaches', () => {
    const { probability, scores, falsePositiveRate } = detect(models, features(1));
    for (const value of [probability, scores.azimuthal, scores.decay]) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1);
    }
    const reached = models.house.stages.spectra.thresholds.find(
      (threshold) => probability >= threshold.probability,
    );
    expect(falsePositiveRate).toBe(reached?.rate ?? null);
  });

  test('does not depend on contrast', () => {
    const brighter = features(1);
    brighter.profile = brighter.profile.map((value) => value + 20 * Math.log(2));
    expect(detect(models, brighter).scores.azimuthal).toBeCloseTo(
      detect(models, features(1)).scores.azimuthal,
      6,
    );
  });

  test('stricter rates ask for higher probabilities', () => {
    for (const { thresholds } of Object.values(models.house.stages)) {
      const probabilities = thresholds.map(({ probability }) => probability);
      expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
    }
  });
});
