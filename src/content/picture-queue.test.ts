import { afterEach, expect, test, vi } from 'vitest';
import { createPictureQueue } from './picture-queue.ts';

afterEach(() => {
  vi.useRealTimers();
});

interface Item {
  key: string;
  distance: number;
}

let isPaused = false;

function createDesk(limit: number) {
  const started: string[] = [];
  const finishers: (() => void)[] = [];
  const queue = createPictureQueue<Item>({
    limit,
    patienceMs: 100,
    keyOf: ({ key }) => key,
    distanceOf: ({ distance }) => distance,
    isPaused: () => isPaused,
    run: ({ key }) => {
      started.push(key);
      return new Promise((resolve) => finishers.push(resolve));
    },
  });
  const finishNext = async (): Promise<void> => {
    finishers.shift()?.();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { queue, started, finishNext };
}

test('no more are in hand than the limit', async () => {
  const { queue, started, finishNext } = createDesk(2);
  for (const key of ['a', 'b', 'c', 'd']) queue.add({ key, distance: 0 });
  expect(started).toEqual(['a', 'b']);
  await finishNext();
  expect(started).toEqual(['a', 'b', 'c']);
});

test('the nearest goes next, by its distance at that moment', async () => {
  const { queue, started, finishNext } = createDesk(1);
  const [near, far] = [
    { key: 'near', distance: 10 },
    { key: 'far', distance: 20 },
  ];
  queue.add({ key: 'first', distance: 0 });
  queue.add(far);
  queue.add(near);
  near.distance = 30;
  await finishNext();
  expect(started).toEqual(['first', 'far']);
});

test('one that was taken out is not asked about', async () => {
  const { queue, started, finishNext } = createDesk(1);
  const gone = { key: 'gone', distance: 1 };
  queue.add({ key: 'first', distance: 0 });
  queue.add(gone);
  queue.remove(gone);
  await finishNext();
  expect(started).toEqual(['first']);
});

test('two with one key are never in hand together', async () => {
  const { queue, started, finishNext } = createDesk(4);
  queue.add({ key: 'same', distance: 0 });
  queue.add({ key: 'same', distance: 1 });
  queue.add({ key: 'other', distance: 2 });
  expect(started).toEqual(['same', 'other']);
  await finishNext();
  expect(started).toEqual(['same', 'other', 'same']);
});

test('one that takes long makes room, and its key stays in hand', async () => {
  vi.useFakeTimers();
  const { queue, started } = createDesk(1);
  for (const key of ['slow', 'slow', 'next']) queue.add({ key, distance: 0 });
  await vi.advanceTimersByTimeAsync(99);
  expect(started).toEqual(['slow']);
  await vi.advanceTimersByTimeAsync(1);
  expect(started).toEqual(['slow', 'next']);
});

test('a paused queue takes nothing until it is resumed', async () => {
  const { queue, started, finishNext } = createDesk(1);
  queue.add({ key: 'first', distance: 0 });
  isPaused = true;
  queue.add({ key: 'second', distance: 0 });
  await finishNext();
  expect(started).toEqual(['first']);
  isPaused = false;
  queue.resume();
  expect(started).toEqual(['first', 'second']);
});
