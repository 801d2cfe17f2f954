import { expect, test } from 'vitest';
import { interleave } from './interleave.ts';

/** Cases that take the same seconds each time, by a clock of their own. */
function cases(seconds: Record<string, number>) {
  const ran: string[] = [];
  let now = 0;
  const entries = Object.entries(seconds).map(([name, duration]) => [
    name,
    async () => {
      ran.push(name);
      now += duration * 1000;
      return duration * 1000;
    },
  ]);
  return { ran, now: () => now, timed: Object.fromEntries(entries) };
}

test('all run in turn, backwards in every other round', async () => {
  const { ran, now, timed } = cases({ a: 1, b: 2, c: 3 });
  const durations = await interleave(timed, { rounds: 3, seconds: 60 }, now);
  expect(ran.join('')).toBe('abccbaabc');
  expect(durations).toEqual({ a: [1000, 1000, 1000], b: [2000, 2000, 2000], c: [3000, 3000, 3000] });
});

test('ends with the round in which the time is up', async () => {
  const { now, timed } = cases({ a: 1, b: 1 });
  const durations = await interleave(timed, { rounds: 100, seconds: 9 }, now);
  expect(durations.a).toHaveLength(5);
  expect(durations.b).toHaveLength(5);
});

test('goes three rounds however long they take', async () => {
  const { now, timed } = cases({ a: 100 });
  expect((await interleave(timed, { rounds: 100, seconds: 1 }, now)).a).toHaveLength(3);
});
