import { expect, test } from 'vitest';
import { type CpuProfile, processorTime, scriptSamples } from './script-profile.ts';

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

test('what our functions call is ours, and each sample stands for as much as any other', () => {
  const samples = scriptSamples(profile, (url) => url.startsWith('chrome-extension:'));
  expect(samples).toEqual({ moments: [1_200, 1_300], each: 100 });
});

test('a task that waited for half of its time took half of what the clock says of each function', () => {
  const task = (start: number, end: number) => ({ start, end, processor: (end - start) / 2 });
  const samples = { moments: [1_200, 1_300], each: 100 };
  expect(processorTime(samples, task(1_000, 2_000))).toBe(100);
  expect(processorTime(samples, task(1_000, 1_250))).toBe(50);
  expect(processorTime(samples, task(1_400, 1_500))).toBe(0);
});

test('tasks shorter than the time between two samples are counted right on average', () => {
  const lasting = 30;
  const each = 100;
  const tasks = Array.from({ length: 100 }, (_, i) => ({
    start: 1_000 * i,
    end: 1_000 * i + lasting,
    processor: lasting,
  }));
  // Three in ten of these tasks are on the stack when a sample is taken, each at another of its moments.
  const moments = tasks.flatMap(({ start, end }, i) => {
    const first = start + ((i * 37) % each);
    return first < end ? [first] : [];
  });
  const sum = tasks.reduce((total, task) => total + processorTime({ moments, each }, task), 0);
  expect(sum).toBe(100 * lasting);
});
