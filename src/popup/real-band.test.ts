import { expect, test } from 'vitest';
import bandFile from '../../models/real-band.json';
import { parseRealBand } from './real-band.ts';

test('the band that is shipped is well-formed and its curves are in order', () => {
  const { percentile5, median, percentile95 } = parseRealBand(bandFile);
  median.forEach((level, i) => {
    expect(percentile5[i]).toBeLessThanOrEqual(level);
    expect(level).toBeLessThanOrEqual(percentile95[i]);
  });
});

test.each([
  ['another schema', { ...bandFile, schemaVersion: 2 }],
  ['another length', { ...bandFile, profileLength: 80 }],
  ['a missing curve', { ...bandFile, median: undefined }],
  ['a curve with a hole', { ...bandFile, median: bandFile.median.with(3, Number.NaN) }],
  ['no object', null],
])('%s is refused', (_case, json) => {
  expect(() => parseRealBand(json)).toThrow(TypeError);
});
