import { refusedUnseen } from '../analysis.ts';
import type { WorkerReply, WorkerRequest } from '../engine/worker-messages.ts';

type Request = Omit<WorkerRequest, 'id'>;
type Response = WorkerReply['result'];

/** No honest picture takes this long, even on a slow machine with the queue's other pictures beside it. */
const TIME_LIMIT_MS = 30_000;

interface Pending {
  request: WorkerRequest;
  /** Whether a worker was lost with this picture in it. */
  isSuspect: boolean;
  timer?: ReturnType<typeof setTimeout>;
  resolve(response: Response): void;
}

/**
 * Keeps the engine in a worker of its own, so that this process's pages stay responsive. A worker that breaks down or
 * exceeds the time limit is replaced. Which of its pictures was to blame can't be told, so each is tried once more,
 * alone: only one that loses a worker again is refused.
 */
export function createEngineHost(createWorker: () => Worker): (request: Request) => Promise<Response> {
  const inWorker = new Map<number, Pending>();
  let waiting: Pending[] = [];
  let worker: Worker | null = null;
  let lastId = 0;

  const start = (): Worker => {
    const started = createWorker();
    started.addEventListener('message', ({ data: { id, result } }: MessageEvent<WorkerReply>) => {
      const item = inWorker.get(id);
      if (!item || worker !== started) return;
      clearTimeout(item.timer);
      inWorker.delete(id);
      item.resolve(result);
      sendNext();
    });
    started.addEventListener('error', (event) => {
      console.error('Falloff, engine:', event.message);
      if (worker === started) replaceWorker('engine-failed');
    });
    return started;
  };

  const replaceWorker = (reason: 'timed-out' | 'engine-failed'): void => {
    worker?.terminate();
    worker = null;
    const lost = [...inWorker.values()];
    inWorker.clear();
    for (const { timer } of lost) clearTimeout(timer);
    for (const { isSuspect, resolve } of lost) {
      if (isSuspect) resolve({ analysis: refusedUnseen(reason), thumbnail: null, view: null });
    }
    const again = lost.filter(({ isSuspect }) => !isSuspect);
    for (const item of again) item.isSuspect = true;
    // The longest in the worker is the likeliest to have held it up, so the others need not wait for it once more.
    waiting = [...again.slice(1), ...again.slice(0, 1), ...waiting];
    sendNext();
  };

  const sendNext = (): void => {
    while (waiting.length > 0) {
      const needsWorkerAlone = [waiting[0], ...inWorker.values()].some(({ isSuspect }) => isSuspect);
      if (needsWorkerAlone && inWorker.size > 0) return;
      const [item] = waiting.splice(0, 1);
      inWorker.set(item.request.id, item);
      item.timer = setTimeout(() => replaceWorker('timed-out'), TIME_LIMIT_MS);
      worker ??= start();
      worker.postMessage(item.request);
    }
  };

  return (request) =>
    new Promise((resolve) => {
      waiting.push({ request: { ...request, id: ++lastId }, isSuspect: false, resolve });
      sendNext();
    });
}
