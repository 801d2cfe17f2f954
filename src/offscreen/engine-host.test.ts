import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Reason, refusedUnseen } from '../analysis.ts';
import type { WorkerReply, WorkerRequest } from '../engine/worker-messages.ts';
import { createEngineHost } from './engine-host.ts';

const TIME_LIMIT_MS = 30_000;

/** A worker that answers only when it is told to. */
class FakeWorker extends EventTarget {
  readonly requests: WorkerRequest[] = [];
  isTerminated = false;

  postMessage(request: WorkerRequest): void {
    this.requests.push(request);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  answer(id: number): void {
    const data: WorkerReply = { id, result: { analysis: refusedUnseen('featureless'), thumbnail: null } };
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

test('a picture that takes too long is given up, and those beside it go to a new worker', async () => {
  const slow = analyze();
  await vi.advanceTimersByTimeAsync(TIME_LIMIT_MS / 2);
  const beside = [analyze(), analyze()];
  await vi.advanceTimersByTimeAsync(TIME_LIMIT_MS / 2);
  await expect(slow).resolves.toBe('timed-out');
  expect(workers).toHaveLength(2);
  expect(workers[0].isTerminated).toBe(true);
  expect(workers[1].ids).toEqual([2, 3]);

  // Their time starts anew with the worker.
  await vi.advanceTimersByTimeAsync(TIME_LIMIT_MS - 1);
  expect(workers).toHaveLength(2);
  workers[1].answer(2);
  workers[1].answer(3);
  await expect(Promise.all(beside)).resolves.toEqual(['featureless', 'featureless']);
});

test('of several that hang, each is given up in its turn', async () => {
  const pictures = [analyze(), analyze(), analyze()];
  await vi.advanceTimersByTimeAsync(TIME_LIMIT_MS);
  expect(workers.at(-1)?.ids).toEqual([2, 3]);
  await vi.advanceTimersByTimeAsync(TIME_LIMIT_MS);
  expect(workers.at(-1)?.ids).toEqual([3]);
  workers.at(-1)?.answer(3);
  await expect(Promise.all(pictures)).resolves.toEqual(['timed-out', 'timed-out', 'featureless']);
});

test('what a worker still says of a picture that was given up is ignored', async () => {
  const slow = analyze();
  await vi.advanceTimersByTimeAsync(TIME_LIMIT_MS);
  await expect(slow).resolves.toBe('timed-out');
  const next = analyze();
  workers[0].answer(1);
  workers[0].dispatchEvent(new Event('error'));
  workers[1].answer(2);
  await expect(next).resolves.toBe('featureless');
});

test('a worker that breaks down fails its pictures at once, and the next picture gets a new one', async () => {
  const pictures = [analyze(), analyze()];
  workers[0].dispatchEvent(new Event('error'));
  await expect(Promise.all(pictures)).resolves.toEqual(['engine-failed', 'engine-failed']);
  expect(workers[0].isTerminated).toBe(true);
  const next = analyze();
  expect(workers).toHaveLength(2);
  workers[1].answer(3);
  await expect(next).resolves.toBe('featureless');
});
