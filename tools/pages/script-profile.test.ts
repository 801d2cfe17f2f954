import { expect, test } from 'vitest';
import { type CpuProfile, processorTime, scriptIntervals } from './script-profile.ts';

const profile: CpuProfile = {
  nodes: [
    { id: 1, callFrame: { url: '' }, children: [2, 3] },
    { id: 2, callFrame: { url: 'http://page/script.js' } },
    { id: 3, callFrame: { url: 'chrome-extension://ours/main.js' }, children: [4] },
    { id: 4, callFrame: { url: '' } },
  ],
  startTime: 1_000,
  endTime: 1_500,
  samples: [1, 2, 3, 4, 1],
  timeDeltas: [0, 100, 100, 100, 100],
};

test('a sample lasts until the next, and what our functions call is ours', () => {
  const intervals = scriptIntervals(profile, (url) => url.startsWith('chrome-extension:'));
  expect(intervals).toEqual([
    [1_200, 1_300],
    [1_300, 1_400],
  ]);
});

test('a task that waited for half of its time took half of what the clock says of each function', () => {
  const task = (start: number, end: number) => ({
    interval: [start, end] as const,
    processor: (end - start) / 2,
  });
  const intervals = [
    [1_200, 1_300],
    [1_300, 1_400],
  ] as const;
  expect(processorTime([...intervals], task(1_000, 2_000))).toBe(100);
  expect(processorTime([...intervals], task(1_400, 1_500))).toBe(0);
});

test('short tasks, of which only some are sampled, are counted right on average', () => {
  const lasting = 30;
  const tasks = Array.from({ length: 100 }, (_, i) => ({
    interval: [1_000 * i, 1_000 * i + lasting] as const,
    processor: lasting,
  }));
  // Every 100 µs: three in ten of these tasks are on the stack when a sample is taken, each at another of its moments.
  const sampled = tasks.flatMap(({ interval: [start] }, i) => {
    const first = start + ((i * 37) % 100);
    return first < start + lasting ? [[first, first + 100] as const] : [];
  });
  const sum = tasks.reduce((total, task) => total + processorTime(sampled, task), 0);
  expect(sum).toBe(100 * lasting);
});
