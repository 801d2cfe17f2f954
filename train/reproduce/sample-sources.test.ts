import { expect, test } from 'vitest';
import type { CorpusPicture } from '../corpus.ts';
import { sampleSources } from './sample-sources.ts';

const picture = (source: string, label: CorpusPicture['label'], i: number): CorpusPicture => ({
  path: `${source}/${label}/${i}`,
  label,
  split: 'train',
  source,
  generator: '',
  format: '',
});

test('large sources are cut down, the same way every time, small ones kept', () => {
  const large = Array.from({ length: 50 }, (_, i) => picture('large', 'real', i));
  const small = Array.from({ length: 3 }, (_, i) => picture('large', 'ai', i));
  const sample = sampleSources([...large, ...small], { ai: 5, real: 10 });
  expect(sample.filter(({ label }) => label === 'real')).toHaveLength(10);
  expect(sample.filter(({ label }) => label === 'ai')).toEqual(small);
  expect(sampleSources([...large, ...small], { ai: 5, real: 10 })).toEqual(sample);
  expect(sample).not.toEqual([...large.slice(0, 10), ...small]);
});
