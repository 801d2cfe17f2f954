import { expect, test } from 'vitest';
import { type Analysis, type Measurement, REASONS } from '../analysis.ts';
import type { PictureReply } from '../messages.ts';
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

const replyOf = (outcome: Analysis['outcome'], ticket: string | null = null): PictureReply => ({
  analysis: {
    outcome,
    width: 1024,
    height: 768,
    modelVersion: '1',
    milliseconds: { decode: 1, spectra: 1, total: 2 },
  },
  thumbnail: null,
  ticket,
});

test('a flagged picture is explained with its probability and what it rests on', () => {
  const { heading, probability, rows } = explain(replyOf(MEASUREMENT), 0.02);
  expect(heading).toBe('Likely made by a machine');
  expect(probability).toEqual({ value: 0.973, words: '97\u202f%' });
  expect(rows.map(({ value }) => value)).toEqual(['at most 0.5\u202f%', '1024 × 768, 16 parts measured']);
});

test('as long as the tower has not spoken, the card says so', () => {
  expect(explain(replyOf(MEASUREMENT, 'ticket'), 0.02).rows.at(-1)).toEqual({
    label: 'A closer look',
    value: 'under way',
  });
});

test('the two strongest reasons are given, whichever way they point, and none that says nothing', () => {
  const contributions = { azimuthal: 0.9, decay: -0.1, tower: 2.5 };
  const { reasons } = explain(replyOf({ ...MEASUREMENT, contributions }), 0.02);
  expect(reasons).toEqual([
    {
      words: 'Seen as a whole, it looks like pictures that machines make',
      weight: 'speaks strongly for a machine',
    },
    {
      words: 'Coarse and fine detail are mixed unlike in photographs',
      weight: 'speaks clearly for a machine',
    },
  ]);
  const quiet = { ...MEASUREMENT, contributions: { azimuthal: 0.01, decay: -0.2 } };
  expect(explain(replyOf(quiet), 0.02).reasons).toEqual([
    { words: 'Its finest detail fades as in photographs', weight: 'speaks a little for a photograph' },
  ]);
});

test('a picture without a sign is never called authentic', () => {
  const { heading, note } = explain(replyOf({ ...MEASUREMENT, falsePositiveRate: null }), 0.02);
  expect(heading).toBe('No sign found');
  expect(note).toContain('does not mean that a picture is authentic');
});

test('a refusal gives its reason', () => {
  const { heading, probability } = explain(replyOf({ kind: 'refused', reason: 'too-small' }), 0.02);
  expect(heading).toBe(`Can’t tell: ${REASONS['too-small']}`);
  expect(probability).toBeNull();
});

test('only flagged pictures have a face, at the rate that the reader chose', () => {
  expect(badgeFace(MEASUREMENT, 0.02, 'blur')).toEqual({
    look: 'generated',
    words: 'Likely made by a machine, 97\u202f%',
    veil: 'blur',
  });
  expect(badgeFace({ ...MEASUREMENT, falsePositiveRate: 0.02 }, 0.02, 'badge')?.look).toBe('suspicious');
  expect(badgeFace({ ...MEASUREMENT, falsePositiveRate: 0.02 }, 0.01, 'hide')).toBeNull();
  expect(badgeFace({ kind: 'refused', reason: 'damaged' }, 0.1, 'hide')).toBeNull();
});
