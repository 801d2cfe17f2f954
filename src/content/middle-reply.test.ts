import { expect, test } from 'vitest';
import { type Measurement, refusedUnseen } from '../analysis.ts';
import type { PictureReply } from '../messages.ts';
import { middleReply } from './middle-reply.ts';

function replyOf(probability: number | null): PictureReply {
  const analysis = refusedUnseen('featureless');
  if (probability !== null) analysis.outcome = { kind: 'measured', probability } as Measurement;
  return { analysis, thumbnail: null, ticket: null };
}

test.each([
  { frames: [0.9, 0.1, 0.8], middle: 0.8 },
  { frames: [0.9, 0.1, 0.2], middle: 0.2 },
  // A tie is no majority.
  { frames: [0.9, 0.8, 0.1, 0.2], middle: 0.2 },
  { frames: [0.9, null, 0.8], middle: 0.8 },
  { frames: [0.9, null], middle: null },
  { frames: [null], middle: null },
])('$frames: $middle', ({ frames, middle }) => {
  const outcome = middleReply(frames.map(replyOf))?.analysis.outcome;
  expect(outcome?.kind === 'measured' ? outcome.probability : null).toBe(middle);
  expect(outcome?.kind).toBe(middle === null ? 'refused' : 'measured');
});

test('no frames, no reply', () => {
  expect(middleReply([])).toBeNull();
});
