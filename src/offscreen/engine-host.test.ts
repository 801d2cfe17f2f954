import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Reason, refusedUnseen } from '../analysis.ts';
import type { WorkerReply, WorkerRequest } from '../engine/worker-messages.ts';
import { createEngineHost } from './engine-host.ts';

const TIME_LIMIT_MS = 30_000;

/** A worker that answers only when it is told to. */
class FakeWorker extends EventTarget {
  readonly requests: WorkerRequest[] = [];
  readonly answered = new Set<number>();
  isTerminated = false;

  postMessage(request: WorkerRequest): void {
    this.requests.push(request);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  answer(id: number): void {
    this.answered.add(id);
    const data: WorkerReply = {
      id,
      result: { analysis: refusedUnseen('featureless'), thumbnail: null, view: null },
    };
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  get ids(): number[] {
    return this.requests.map(({ id }) => id);
  }
}

let workers: FakeWorker[];
let analyze: () => Promise<Reason | undefined>;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'error').mockImplementation(() => {});
  workers = [];
  const host = createEngineHost(() => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker as unknown as Worker;
  });
  analyze = async () => {
    const { analysis } = await host({ blob: new Blob(['picture']), thumbnailOnly: false });
    return analysis?.outcome.kind === 'refused' ? analysis.outcome.reason : undefined;
  };
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('starts its worker on the first picture and keeps it', async () => {
  expect(workers).toHaveLength(0);
  const first = analyze();
  workers[0].answer(1);
  await expect(first).resolves.toBe('featureless');
  const second = analyze();
  workers[0].answer(2);
  await expect(second).resolves.toBe('featureless');
  expect(workers).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(2 * TIME_LIMIT_MS);
  expect(workers[0].isTerminated).toBe(false);
});

test('of pictures in a worker that hangs, only the one that hangs again is refused', async () => {
  const slow = analyze();
  await vi.advanceTimersByTimeAsync(TIME_LIMIT_MS / 2);
  const beside = [analyze(), analyze()];
  await vi.advanceTimersByTimeAsync(TIME_LIMIT_MS / 2);
  expect(workers[0].isTerminated).toBe(true);
  expect(workers[1].ids).toEqual([2]);
  workers[1].answer(2);
  workers[1].answer(3);
  expect(workers[1].ids).toEqual([2, 3, 1]);
  await expect(Promise.all(beside)).resolves.toEqual(['featureless', 'featureless']);

  // Its time starts anew with the worker.
  await vi.advanceTimersByTimeAsync(TIME_LIMIT_MS - 1);
  expect(workers[1].isTerminated).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await expect(slow).resolves.toBe('timed-out');
  expect(workers[1].isTerminated).toBe(true);
});

test('of several that hang, each is refused in its turn, and those beside and behind them are answered', async () => {
  const pictures = [analyze(), analyze(), analyze()];
  await vi.advanceTimersByTimeAsync(TIME_LIMIT_MS);
  const behind = [analyze(), analyze()];
  expect(workers[1].ids).toEqual([2]);
  await vi.advanceTimersByTimeAsync(TIME_LIMIT_MS);
  expect(workers[2].ids).toEqual([3]);
  workers[2].answer(3);
  expect(workers[2].ids).toEqual([3, 1]);
  await vi.advanceTimersByTimeAsync(TIME_LIMIT_MS);
  expect(workers[3].ids).toEqual([4, 5]);
  workers[3].answer(4);
  workers[3].answer(5);
  await expect(Promise.all(pictures)).resolves.toEqual(['timed-out', 'timed-out', 'featureless']);
  await expect(Promise.all(behind)).resolves.toEqual(['featureless', 'featureless']);
  expect(workers).toHaveLength(4);
});

test('what a lost worker still says is ignored', async () => {
  const slow = analyze();
  await vi.advanceTimersByTimeAsync(TIME_LIMIT_MS);
  workers[0].answer(1);
  workers[0].dispatchEvent(new Event('error'));
  expect(workers).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(TIME_LIMIT_MS);
  await expect(slow).resolves.toBe('timed-out');
});

test('a worker that breaks down costs no picture its answer', async () => {
  const pictures = [analyze(), analyze(), analyze()];
  workers[0].answer(2);
  workers[0].dispatchEvent(new Event('error'));
  expect(workers[0].isTerminated).toBe(true);
  workers[1].answer(3);
  workers[1].answer(1);
  await expect(Promise.all(pictures)).resolves.toEqual(['featureless', 'featureless', 'featureless']);
  expect(workers).toHaveLength(2);
});

test('where no worker can start, every picture is refused at once', async () => {
  const pictures = [analyze(), analyze()];
  for (const worker of workers) worker.dispatchEvent(new Event('error'));
  await expect(Promise.all(pictures)).resolves.toEqual(['engine-failed', 'engine-failed']);
  expect(workers).toHaveLength(3);
});

test('100 workers that break down in a run of 500 pictures cost none its answer', async () => {
  const pictures: Promise<Reason | undefined>[] = [];
  const answerNext = (): boolean => {
    const worker = workers.at(-1);
    const id = worker?.ids.find((one) => !worker.answered.has(one));
    if (id !== undefined) worker?.answer(id);
    return id !== undefined;
  };
  for (let round = 0; round < 100; round++) {
    pictures.push(...Array.from({ length: 5 }, analyze));
    for (let answers = 0; answers < round % 5; answers++) answerNext();
    workers.at(-1)?.dispatchEvent(new Event('error'));
    while (answerNext());
  }
  expect(workers).toHaveLength(101);
  expect(await Promise.all(pictures)).toEqual(Array(500).fill('featureless'));
});
