import { afterEach, expect, test, vi } from 'vitest';
import { createFairQueue } from './fair-queue.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** Tasks that end when told to, and the order in which they began. */
function stage() {
  const begun: string[] = [];
  const endings = new Map<string, () => void>();
  const task = (name: string) => () =>
    new Promise<string>((resolve) => {
      begun.push(name);
      endings.set(name, () => resolve(name));
    });
  const end = async (name: string): Promise<void> => {
    endings.get(name)?.();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { begun, task, end };
}

test('owners take turns, and keep the order of their own tasks', async () => {
  const { begun, task, end } = stage();
  const queue = createFairQueue(1);
  for (const name of ['a1', 'a2', 'a3']) void queue(1, task(name));
  for (const name of ['b1', 'b2']) void queue(2, task(name));
  for (let i = 0; i < 5; i++) await end(begun[i]);
  expect(begun).toEqual(['a1', 'a2', 'b1', 'a3', 'b2']);
});

test('no more run at a time than allowed', async () => {
  const { begun, task, end } = stage();
  const queue = createFairQueue(2);
  for (const name of ['a', 'b', 'c']) void queue(1, task(name));
  expect(begun).toEqual(['a', 'b']);
  await end('b');
  expect(begun).toEqual(['a', 'b', 'c']);
});

test('a task that fails leaves room for the next', async () => {
  const queue = createFairQueue(1);
  const failing = queue(1, () => Promise.reject(new Error('no')));
  const next = queue(1, async () => 'yes');
  await expect(failing).rejects.toThrow('no');
  await expect(next).resolves.toBe('yes');
});

test('a task that takes too long gives up its place and is still waited for by its owner', async () => {
  vi.useFakeTimers();
  const { begun, task } = stage();
  let endSlow = (): void => {};
  const queue = createFairQueue(1, 100);
  const slow = queue(
    1,
    () =>
      new Promise((resolve) => {
        endSlow = () => resolve('slow');
      }),
  );
  void queue(1, task('a'));
  void queue(1, task('b'));
  await vi.advanceTimersByTimeAsync(99);
  expect(begun).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(begun).toEqual(['a']);
  endSlow();
  await expect(slow).resolves.toBe('slow');
  expect(begun).toEqual(['a']);
});

test('a turn that is given up is never taken, and the owner behind it does not wait for it', async () => {
  const { begun, task, end } = stage();
  const queue = createFairQueue(1);
  const call = new AbortController();
  void queue(1, task('a1'));
  const given = queue(1, task('a2'), call.signal);
  void queue(1, task('a3'));
  void queue(2, task('b1'), call.signal).catch(() => {});
  call.abort();
  await expect(given).rejects.toThrow('abort');
  await end('a1');
  expect(begun).toEqual(['a1', 'a3']);
  await expect(queue(1, task('a4'), call.signal)).rejects.toThrow('abort');
});

test('a task that has begun is for itself to end', async () => {
  const { task, end } = stage();
  const queue = createFairQueue(1);
  const call = new AbortController();
  const running = queue(1, task('a'), call.signal);
  call.abort();
  await end('a');
  await expect(running).resolves.toBe('a');
});
