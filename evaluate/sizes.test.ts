import { expect, test } from 'vitest';
import type { Verdict } from '../src/analysis.ts';
import type { JudgedView } from './judge-views.ts';
import { sizeAgreement } from './sizes.ts';

const judged = (generated: boolean, verdict: Verdict): JudgedView => ({
  picture: { path: 'a.png', label: 'ai', split: 'val', source: 's', generator: '', format: 'PNG' },
  tier: 'clean',
  ...{ generated, verdict, upConvolved: false, width: 1, height: 1, modelVersion: '', scores: null },
});

test('a picture contradicts itself if one size is called generated and another shows no sign', () => {
  const small = [judged(true, 'generated'), judged(true, 'suspicious'), judged(false, 'no sign found')];
  const large = [judged(true, 'no sign found'), judged(true, 'generated'), judged(false, 'no sign found')];
  expect(sizeAgreement([small, large])).toEqual([
    { label: 'generated', pictures: 2, changed: 2, contradicted: 1 },
    { label: 'real', pictures: 1, changed: 0, contradicted: 0 },
  ]);
});
