import { expect, test } from 'vitest';
import { type Analysis, type Measurement, REASONS } from '../analysis.ts';
import { badgeFace } from './badge-face.ts';
import { explain } from './explanation.ts';

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

const analysisOf = (outcome: Analysis['outcome']): Analysis => ({
  outcome,
  width: 1024,
  height: 768,
  modelVersion: '1',
  milliseconds: { decode: 1, spectra: 1, total: 2 },
});

test('a flagged picture is explained with its scores and what they rest on', () => {
  const { heading, probability, rows } = explain(analysisOf(MEASUREMENT), 0.02);
  expect(heading).toBe('Likely made by a machine');
  expect(probability).toBe(0.973);
  expect(rows.map(({ value }) => value)).toEqual([
    'at most 0.5\u202f%',
    'not looked at yet',
    '91\u202f%',
    '4 of 5 generated',
    '16 tiles of 256 × 256, on the GPU',
    '1024 × 768',
  ]);
});

test('a picture without a sign is never called authentic', () => {
  const { heading, note } = explain(analysisOf({ ...MEASUREMENT, falsePositiveRate: null }), 0.02);
  expect(heading).toBe('No sign found');
  expect(note).toContain('does not mean that a picture is authentic');
});

test('a refusal gives its reason', () => {
  const { heading, probability } = explain(analysisOf({ kind: 'refused', reason: 'too-small' }), 0.02);
  expect(heading).toBe(`Can’t tell: ${REASONS['too-small']}`);
  expect(probability).toBeNull();
});

test('only flagged pictures have a face, at the rate that the reader chose', () => {
  expect(badgeFace(MEASUREMENT, 0.02)).toEqual({
    look: 'generated',
    words: 'Likely made by a machine, 97\u202f%',
  });
  expect(badgeFace({ ...MEASUREMENT, falsePositiveRate: 0.02 }, 0.02)?.look).toBe('suspicious');
  expect(badgeFace({ ...MEASUREMENT, falsePositiveRate: 0.02 }, 0.01)).toBeNull();
  expect(badgeFace({ kind: 'refused', reason: 'damaged' }, 0.1)).toBeNull();
});
