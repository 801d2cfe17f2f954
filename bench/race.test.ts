import { expect, test } from 'vitest';
import type { Contestant } from './contestant.ts';
import { CPU_CONTESTANTS } from './cpu-contestants.ts';
import { createBatch } from './create-batch.ts';
import { cpuFft, pffftFft } from './line-transforms.ts';
import { race } from './race.ts';
import { transformEntry } from './transform-entry.ts';

const EFFORT = { rounds: 3, seconds: 0 };

const zeros: Contestant = {
  name: 'zeros',
  async enter(batch) {
    return transformEntry(batch, { run() {}, halfPlane: () => new Float32Array(128 * 65 * 2) });
  },
};

const nowhere: Contestant = {
  name: 'nowhere',
  async enter() {
    throw new Error('not here');
  },
};

test.each([...CPU_CONTESTANTS, cpuFft, pffftFft])(
  '$name is right on the CPU, and is timed once a round',
  async (one) => {
    expect(await race([one], createBatch(128, 1), EFFORT)).toEqual({
      [one.name]: { error: expect.any(Number), milliseconds: [1, 2, 3].map(() => expect.any(Number)) },
    });
  },
);

test('who is wrong or can not run is not timed', async () => {
  const outcomes = await race([zeros, nowhere], createBatch(128, 1), EFFORT);
  expect(outcomes).toEqual({
    zeros: { missing: expect.stringMatching(/^wrong: its error is /) },
    nowhere: { missing: 'not here' },
  });
});
