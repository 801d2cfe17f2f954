import { expect, test } from 'vitest';
import { type Analysis, type Measurement, REASONS } from '../analysis.ts';
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

const analysisOf = (outcome: Analysis['outcome'], claims: Analysis['claims'] = []): Analysis => ({
  outcome,
  width: 1024,
  height: 768,
  modelVersion: '1',
  claims,
  milliseconds: { decode: 1, spectra: 1, total: 2 },
});

test('a flagged picture is explained with its probability and what it rests on', () => {
  const { heading, probability, rows } = explain(analysisOf(MEASUREMENT), true, 0.02);
  expect(heading).toBe('Likely made by a machine');
  expect(probability).toEqual({ value: 0.973, words: '97\u202f%' });
  expect(rows.map(({ value }) => value)).toEqual([
    'nothing about how it was made',
    'at most 0.5\u202f%',
    '1024 × 768, 16 parts measured',
  ]);
});

test('as long as the tower has not spoken, the card says so', () => {
  expect(explain(analysisOf(MEASUREMENT), false, 0.02).rows.at(-1)).toEqual({
    label: 'A closer look',
    value: 'under way',
  });
});

test('the two strongest reasons are given, whichever way they point, and none that says nothing', () => {
  const contributions = { azimuthal: 0.9, decay: -0.1, tower: 2.5 };
  const { reasons } = explain(analysisOf({ ...MEASUREMENT, contributions }), true, 0.02);
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
  expect(explain(analysisOf(quiet), true, 0.02).reasons).toEqual([
    { words: 'Its finest detail fades as in photographs', weight: 'speaks a little for a photograph' },
  ]);
});

test('a picture without a sign is never called authentic', () => {
  const { heading, note } = explain(analysisOf({ ...MEASUREMENT, falsePositiveRate: null }), true, 0.02);
  expect(heading).toBe('No sign found');
  expect(note).toContain('does not mean that a picture is authentic');
});

test('a refusal gives its reason', () => {
  const { heading, probability } = explain(analysisOf({ kind: 'refused', reason: 'too-small' }), true, 0.02);
  expect(heading).toBe(`Can’t tell: ${REASONS['too-small']}`);
  expect(probability).toBeNull();
});

test('what the file declares decides, and leaves the probability as it is', () => {
  const unsuspicious = { ...MEASUREMENT, probability: 0.1, falsePositiveRate: null };
  const declared = analysisOf(unsuspicious, ['iptc-generated']);
  const { verdict, heading, probability, rows } = explain(declared, true, 0.02);
  expect({ verdict, heading }).toEqual({ verdict: 'generated', heading: 'Made by a machine, says its file' });
  expect(probability?.value).toBe(0.1);
  expect(rows[0]).toEqual({ label: 'The file says', value: 'made by AI (IPTC)' });
  const small = analysisOf({ kind: 'refused', reason: 'too-small' }, ['generator-settings']);
  expect(explain(small, true, 0.02).verdict).toBe('generated');
});

test('credentials that nobody has checked, and parts made with AI, decide nothing', () => {
  const analysis = analysisOf({ ...MEASUREMENT, falsePositiveRate: null }, ['credentials', 'iptc-composite']);
  const { verdict, rows } = explain(analysis, true, 0.02);
  expect(verdict).toBe('no sign found');
  expect(rows[0]?.value).toBe('Content Credentials, not checked; made with AI in part (IPTC)');
});
