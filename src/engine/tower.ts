import type { TowerJudgement } from '../analysis.ts';
import type { TowerReply, TowerRequest, TowerSource } from './tower-messages.ts';

/** Reading the files, loading and the GPU's self-test, on a slow machine. */
const LOAD_LIMIT_MS = 60_000;
/** A view takes a slow machine two seconds. */
const VIEW_LIMIT_MS = 30_000;
/** The memory that WebAssembly has taken is only given back with its worker. */
const IDLE_MS = 60_000;

export interface TowerOptions {
  /** Starts `tower-worker.ts`. */
  createWorker(): Worker;
  source: TowerSource;
  /** Told when the tower has been loaded, and where it runs. */
  log?: (message: string) => void;
}

/** The image tower in a worker of its own. */
export interface Tower {
  /**
   * Views are judged one at a time, in the order of the calls; what matters most is for the caller to ask first.
   * @param view `[3, side, side]`, 0…255; it is handed over and empty from then on
   * @param signal ends the wait while it lasts; a view whose turn has come is judged
   * @throws Error where the tower can't be loaded, now or before, or where the view takes too long
   */
  judge(view: Float32Array<ArrayBuffer>, signal?: AbortSignal): Promise<TowerJudgement>;
  /** Ends the worker at once; whoever waits is told so. */
  close(): void;
}

interface Waiting {
  view: Float32Array<ArrayBuffer>;
  resolve(judgement: TowerJudgement): void;
  reject(reason: unknown): void;
  /** Aborted when the wait is over, for better or worse. */
  over: AbortController;
}

interface Running {
  worker: Worker;
  /** Aborted, with the reason, when the worker ends. */
  end: AbortController;
}

/**
 * The worker starts with the first view and ends after a minute without any, or with a view that takes too long. A tower
 * that can't be loaded is not tried again: every further view fails at once.
 */
export function createTower({ createWorker, source, log }: TowerOptions): Tower {
  const waiting: Waiting[] = [];
  let running: Running | null = null;
  let failure: Error | null = null;
  let busy = false;
  let idle: ReturnType<typeof setTimeout> | undefined;

  const stop = (reason?: unknown): void => {
    running?.worker.terminate();
    running?.end.abort(reason);
    running = null;
  };

  const fail = (error: Error): void => {
    failure = error;
    stop(error);
    for (const item of waiting.splice(0)) {
      item.over.abort();
      item.reject(error);
    }
  };

  const start = async (): Promise<void> => {
    running = { worker: createWorker(), end: new AbortController() };
    const reply = await ask(running, { kind: 'open', source }, LOAD_LIMIT_MS);
    if (reply.kind !== 'opened') throw unexpected(reply);
    const { provider, threads, milliseconds } = reply;
    log?.(`tower: ${provider}, ${threads} threads, loaded in ${milliseconds.toFixed(0)} ms`);
  };

  const judgeFirst = async (tower: Running): Promise<void> => {
    const { view, over, resolve, reject } = waiting.splice(0, 1)[0];
    over.abort();
    try {
      const reply = await ask(tower, { kind: 'judge', view }, VIEW_LIMIT_MS);
      if (reply.kind === 'judged') resolve(reply.judgement);
      else reject(unexpected(reply));
    } catch (error) {
      stop();
      reject(error);
    }
  };

  const work = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    clearTimeout(idle);
    while (waiting.length > 0) {
      if (running) await judgeFirst(running);
      else await start().catch(fail);
    }
    busy = false;
    idle = setTimeout(stop, IDLE_MS);
  };

  return {
    async judge(view, signal) {
      signal?.throwIfAborted();
      if (failure) throw failure;
      return new Promise((resolve, reject) => {
        const item: Waiting = { view, resolve, reject, over: new AbortController() };
        const leave = (): void => {
          waiting.splice(waiting.indexOf(item), 1);
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', leave, { once: true, signal: item.over.signal });
        waiting.push(item);
        void work();
      });
    },
    close: () => fail(new Error('the tower was closed')),
  };
}

/** @throws Error where the worker breaks down, ends, or doesn't reply in time */
function ask({ worker, end }: Running, request: TowerRequest, limitMs: number): Promise<TowerReply> {
  const done = new AbortController();
  return new Promise<TowerReply>((resolve, reject) => {
    const { signal } = done;
    const breakDown = (why: string): void => reject(new Error(`the tower failed: ${why}`));
    const timer = setTimeout(breakDown, limitMs, 'it took too long');
    signal.addEventListener('abort', () => clearTimeout(timer));
    worker.addEventListener('message', ({ data }: MessageEvent<TowerReply>) => resolve(data), { signal });
    worker.addEventListener('error', ({ message }) => breakDown(message || 'its worker ended'), { signal });
    end.signal.addEventListener('abort', () => reject(end.signal.reason), { signal });
    worker.postMessage(request, request.kind === 'judge' ? [request.view.buffer] : []);
  }).finally(() => done.abort());
}

const unexpected = (reply: TowerReply): Error =>
  new Error(`the tower failed: ${reply.kind === 'failed' ? reply.message : `it ${reply.kind} out of turn`}`);
