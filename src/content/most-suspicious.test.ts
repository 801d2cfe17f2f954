import { expect, test } from 'vitest';
import { type Measurement, refusedUnseen } from '../analysis.ts';
import type { Picture } from './frame-pictures.ts';
import { mostSuspicious } from './most-suspicious.ts';

function pictureOf(id: string, outcome: number | 'refused' | 'waiting'): Picture {
  const analysis = refusedUnseen('too-small');
  if (typeof outcome === 'number') {
    analysis.outcome = { kind: 'measured', probability: outcome } as Measurement;
  }
  const reply = outcome === 'waiting' ? null : { analysis, thumbnail: null, ticket: null };
  return { id, address: id, label: id, element: null, state: 'waiting', reply };
}

test('the likeliest to be made by a machine speaks for its element', () => {
  const pictures = [pictureOf('waiting', 'waiting'), pictureOf('icon', 'refused'), pictureOf('low', 0.1)];
  expect(mostSuspicious([])).toBeNull();
  expect(mostSuspicious(pictures.slice(0, 2))?.id).toBe('icon');
  expect(mostSuspicious([...pictures, pictureOf('high', 0.9), pictureOf('middle', 0.5)])?.id).toBe('high');
});

test('one whose file says that AI made it speaks before all that only look like it', () => {
  const declared = pictureOf('declared', 'refused');
  if (declared.reply) declared.reply.analysis.claims = ['iptc-generated'];
  expect(mostSuspicious([pictureOf('high', 0.999), declared])?.id).toBe('declared');
});
