import { expect, test } from 'vitest';
import { areaUnderRoc } from '../train/metrics.ts';
import { CONTROLS } from './controls.ts';
import type { JudgedView } from './judge-views.ts';

const view = (generated: boolean, source: string, side: number, format: string): JudgedView => ({
  picture: { path: '', label: generated ? 'ai' : 'real', split: 'val', source, generator: '', format },
  tier: 'clean',
  generated,
  upConvolved: false,
  width: side,
  height: side,
  modelVersion: '',
  scores: { deciding: generated ? 1 : 0 },
  verdict: generated ? 'suspicious' : 'no sign found',
});

test('a size that goes with a class in other sources gives it away; one that all share does not', () => {
  const telling = [
    view(false, 'a', 512, ''),
    view(false, 'b', 512, ''),
    view(true, 'c', 1024, ''),
    view(true, 'd', 1024, ''),
  ];
  expect(areaUnderRoc(CONTROLS['size only'](telling))).toBe(1);
  expect(areaUnderRoc(CONTROLS['container only'](telling))).toBe(0.5);
});

test('what only its own source knows tells nothing', () => {
  const views = [view(false, 'a', 512, 'jpg'), view(false, 'a', 512, 'JPG'), view(true, 'b', 512, 'png')];
  expect(CONTROLS['container only'](views).map(({ score }) => score)).toEqual([0.5, 0.5, 0.5]);
});

test('perfect scores against shuffled labels are close to a guess', () => {
  const views = Array.from({ length: 400 }, (_, i) => view(i % 2 === 0, `${i}`, 512, ''));
  expect(areaUnderRoc(CONTROLS['shuffled labels'](views))).toBeCloseTo(0.5, 1);
});
