import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TowerJudgement } from '../analysis.ts';
import { createTower, type Tower } from './tower.ts';
import type { TowerReply, TowerRequest } from './tower-messages.ts';

const MINUTE = 60_000;

/** A worker that answers only when it is told to. */
class FakeWorker extends EventTarget {
  readonly requests: TowerRequest[] = [];
  isTerminated = false;

  postMessage(request: TowerRequest): void {
    this.requests.push(request);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  async reply(data: TowerReply): Promise<void> {
    this.dispatchEvent(new MessageEvent('message', { data }));
    await vi.advanceTimersByTimeAsync(0);
  }

  open(): Promise<void> {
    return this.reply({ kind: 'opened', provider: 'wasm', threads: 2, milliseconds: 1 });
  }

  /** The view that is being judged gets its first number as its logit. */
  judge(): Promise<void> {
    return this.reply({ kind: 'judged', judgement: { logit: this.views.at(-1) } as TowerJudgement });
  }

  async breakDown(): Promise<void> {
    this.dispatchEvent(new Event('error'));
    await vi.advanceTimersByTimeAsync(0);
  }

  get views(): number[] {
    return this.requests.flatMap((request) => (request.kind === 'judge' ? [request.view[0]] : []));
  }
}

let workers: FakeWorker[];
let tower: Tower;

beforeEach(() => {
  vi.useFakeTimers();
  workers = [];
  tower = createTower({
    createWorker() {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker as unknown as Worker;
    },
    source: { url: 'tower.json' },
  });
});
afterEach(() => {
  tower.close();
  vi.useRealTimers();
});

/** What becomes of a view: its logit, or why there is none. */
const judge = (value: number, signal?: AbortSignal): Promise<number | string> =>
  tower.judge(Float32Array.of(value), signal).then(
    ({ logit }) => logit,
    (error: Error) => error.message,
  );

test('the worker starts with the first view, and gets one view at a time in the order of the calls', async () => {
  expect(workers).toHaveLength(0);
  const answers = [judge(3), judge(1), judge(2)];
  const [worker] = workers;
  expect(worker.requests).toEqual([{ kind: 'open', source: { url: 'tower.json' } }]);
  await worker.open();
  expect(worker.views).toEqual([3]);
  await worker.judge();
  expect(worker.views).toEqual([3, 1]);
  await worker.judge();
  await worker.judge();
  expect(await Promise.all(answers)).toEqual([3, 1, 2]);
  expect(workers).toHaveLength(1);
});

test('after a minute without a view the worker ends, and the next view starts another', async () => {
  const first = judge(1);
  await workers[0].open();
  await workers[0].judge();
  expect(await first).toBe(1);
  await vi.advanceTimersByTimeAsync(MINUTE - 1);
  const second = judge(2);
  await workers[0].judge();
  expect(await second).toBe(2);
  await vi.advanceTimersByTimeAsync(MINUTE - 1);
  expect(workers[0].isTerminated).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(workers[0].isTerminated).toBe(true);

  const third = judge(3);
  expect(workers).toHaveLength(2);
  await workers[1].open();
  await workers[1].judge();
  expect(await third).toBe(3);
});

describe('an aborted view', () => {
  test('is not judged if its turn has not come', async () => {
    const leaving = new AbortController();
    const answers = [judge(1), judge(2, leaving.signal), judge(3)];
    await workers[0].open();
    leaving.abort(new Error('scrolled away'));
    expect(await answers[1]).toBe('scrolled away');
    await workers[0].judge();
    await workers[0].judge();
    expect(workers[0].views).toEqual([1, 3]);
    expect(await Promise.all(answers)).toEqual([1, 'scrolled away', 3]);
  });

  test('is judged if its turn has come', async () => {
    const leaving = new AbortController();
    const answer = judge(1, leaving.signal);
    await workers[0].open();
    leaving.abort();
    await workers[0].judge();
    expect(await answer).toBe(1);
  });

  test('does not even wait if it was aborted before', async () => {
    expect(await judge(1, AbortSignal.abort(new Error('gone')))).toBe('gone');
    expect(workers).toHaveLength(0);
  });

  test('leaves a tower that was loaded for nothing to end after a minute', async () => {
    const leaving = new AbortController();
    const answer = judge(1, leaving.signal);
    leaving.abort(new Error('gone'));
    expect(await answer).toBe('gone');
    await workers[0].open();
    expect(workers[0].views).toEqual([]);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(workers[0].isTerminated).toBe(true);
  });
});

test('a view that fails costs the others nothing', async () => {
  const answers = [judge(1), judge(2)];
  await workers[0].open();
  await workers[0].reply({ kind: 'failed', message: 'not a number' });
  await workers[0].judge();
  expect(await Promise.all(answers)).toEqual(['the tower failed: not a number', 2]);
});

test.each([
  ['takes too long', () => vi.advanceTimersByTimeAsync(30_000), 'the tower failed: it took too long'],
  ['kills its worker', () => workers[0].breakDown(), 'the tower failed: its worker ended'],
])('a view that %s is given up, and the others go to a new worker', async (_, fail, message) => {
  const answers = [judge(1), judge(2)];
  await workers[0].open();
  await fail();
  expect(await answers[0]).toBe(message);
  expect(workers[0].isTerminated).toBe(true);
  await workers[1].open();
  await workers[1].judge();
  expect(await answers[1]).toBe(2);
});

test.each([
  [
    'a file doesn’t fit',
    () => workers[0].reply({ kind: 'failed', message: 'no tower.json' }),
    'the tower failed: no tower.json',
  ],
  ['it takes too long', () => vi.advanceTimersByTimeAsync(MINUTE), 'the tower failed: it took too long'],
  ['the worker breaks down', () => workers[0].breakDown(), 'the tower failed: its worker ended'],
])('where the tower can’t be loaded as %s, every view fails, now and later', async (_, fail, message) => {
  const answers = [judge(1), judge(2)];
  await fail();
  expect(await Promise.all(answers)).toEqual([message, message]);
  expect(workers[0].isTerminated).toBe(true);
  expect(await judge(3)).toBe(message);
  expect(workers).toHaveLength(1);
});

test('closing ends the worker and every wait', async () => {
  const answers = [judge(1), judge(2)];
  await workers[0].open();
  tower.close();
  expect(await Promise.all(answers)).toEqual(['the tower was closed', 'the tower was closed']);
  expect(workers[0].isTerminated).toBe(true);
  expect(await judge(3)).toBe('the tower was closed');
  expect(workers).toHaveLength(1);
});
