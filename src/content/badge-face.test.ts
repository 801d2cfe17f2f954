import { expect, test } from 'vitest';
import { type Analysis, type FalsePositiveRate, type Measurement, refusedUnseen } from '../analysis.ts';
import { badgeFace } from './badge-face.ts';

const MEASUREMENT: Measurement = {
  kind: 'measured',
  probability: 0.973,
  falsePositiveRate: 0.005,
  scores: { azimuthal: 0.91, decay: 0.8 },
  contributions: { azimuthal: 0.4, decay: -0.1 },
  tower: null,
  profile: new Float32Array(),
  decay: { b1: 1, b2: -1, threshold: 0.5 },
  tiles: 16,
  side: 256,
  engine: 'gpu',
};

const ANALYSIS: Analysis = { ...refusedUnseen('damaged'), claims: [] };

test('only flagged pictures have a face, at the rate that the reader chose', () => {
  const faceOf = (outcome: Analysis['outcome'], rate: FalsePositiveRate) =>
    badgeFace({ ...ANALYSIS, outcome }, rate, 'blur');
  expect(faceOf(MEASUREMENT, 0.02)).toEqual({
    look: 'generated',
    words: 'Likely made by a machine, 97\u202f%',
    veil: 'blur',
  });
  expect(faceOf({ ...MEASUREMENT, falsePositiveRate: 0.02 }, 0.02)?.look).toBe('suspicious');
  expect(faceOf({ ...MEASUREMENT, falsePositiveRate: 0.02 }, 0.01)).toBeNull();
  expect(faceOf({ kind: 'refused', reason: 'damaged' }, 0.1)).toBeNull();
});

test('what the file declares is said instead of a probability', () => {
  const unsuspicious = { ...MEASUREMENT, falsePositiveRate: null };
  expect(
    badgeFace({ ...ANALYSIS, outcome: unsuspicious, claims: ['iptc-generated'] }, 0.02, 'badge'),
  ).toEqual({
    look: 'generated',
    words: 'Made by a machine, says its file',
    veil: 'badge',
  });
});
