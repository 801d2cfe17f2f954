import { expect, test } from 'vitest';
import { type Analysis, refusedUnseen } from '../analysis.ts';
import { reportText } from './report-text.ts';

const ANALYSIS: Analysis = {
  outcome: {
    kind: 'measured',
    probability: 0.9731,
    falsePositiveRate: 0.005,
    scores: { azimuthal: 0.912, decay: 0.8 },
    contributions: { azimuthal: 0.4, decay: -0.1 },
    tower: null,
    profile: Float32Array.from({ length: 20 }, (_, i) => -i),
    decay: { b1: 0.0000312, b2: -2.346, threshold: 0.5 },
    tiles: 16,
    side: 256,
    engine: 'gpu',
  },
  width: 1024,
  height: 768,
  modelVersion: 'abc',
  claims: ['credentials'],
  milliseconds: { decode: 1, spectra: 1, total: 2 },
};

test('a report holds the verdict, the versions and the spectrum in few numbers', () => {
  expect(reportText(ANALYSIS, 0.02, '0.1.0').split('\n').slice(4)).toEqual([
    'Verdict: Likely made by a machine',
    'The file says: Content Credentials, not checked',
    'Limit: 2\u202f% of real photographs',
    'Picture: 1024 × 768 pixels',
    'Falloff 0.1.0, model abc',
    'Probability: 0.973',
    'Scores: azimuthal 0.91, decay 0.80',
    'Contributions to the logit: azimuthal 0.40, decay -0.10',
    'Measured: 16 × 256², gpu',
    'Decay: b1 0.0000312, b2 -2.35',
    'Azimuthal average in dB, every 8th: 0.0 -8.0 -16.0',
  ]);
});

test('a refusal is reported with its reason alone', () => {
  const text = reportText(refusedUnseen('graphic', 'abc'), 0.02, '0.1.0');
  expect(text).toContain('Verdict: Can’t tell: a drawing');
  expect(text).not.toContain('Probability');
});
