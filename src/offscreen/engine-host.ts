import { refusedUnseen } from '../analysis.ts';
import type { WorkerReply, WorkerRequest } from '../engine/worker-messages.ts';
import type { MessageTable } from '../messages.ts';

type Request = MessageTable['offscreen/analyze']['request'];
type Response = MessageTable['offscreen/analyze']['response'];

/** No honest picture takes this long, even on a slow machine with the queue's other pictures beside it. */
const TIME_LIMIT_MS = 30_000;

interface Pending {
  request: WorkerRequest;
  timer: ReturnType<typeof setTimeout>;
  resolve(response: Response): void;
}

/**
 * Keeps the engine in a worker of its own, so that this process's pages stay responsive. A picture that exceeds the time
 * limit is refused and the worker replaced; the pictures beside it are handed to the new one.
 */
export function createEngineHost(createWorker: () => Worker): (request: Request) => Promise<Response> {
  const pending = new Map<number, Pending>();
  let worker: Worker | null = null;
  let lastId = 0;

  const start = (): Worker => {
    const started = createWorker();
    started.addEventListener('message', ({ data: { id, result } }: MessageEvent<WorkerReply>) =>
      settle(id, result),
    );
    started.addEventListener('error', (event) => {
      console.error('Falloff, engine:', event.message);
      if (worker === started) replaceWithout([...pending.keys()], 'engine-failed');
    });
    return started;
  };

  const settle = (id: number, response: Response): void => {
    const item = pending.get(id);
    if (!item) return;
    clearTimeout(item.timer);
    pending.delete(id);
    item.resolve(response);
  };

  const replaceWithout = (ids: number[], reason: 'timed-out' | 'engine-failed'): void => {
    worker?.terminate();
    worker = null;
    for (const id of ids) settle(id, { analysis: refusedUnseen(reason), thumbnail: null });
    for (const item of pending.values()) post(item);
  };

  const post = (item: Pending): void => {
    const { id } = item.request;
    clearTimeout(item.timer);
    item.timer = setTimeout(() => replaceWithout([id], 'timed-out'), TIME_LIMIT_MS);
    worker ??= start();
    worker.postMessage(item.request);
  };

  return (request) =>
    new Promise((resolve) => {
      const id = ++lastId;
      const item: Pending = { request: { ...request, id }, timer: setTimeout(() => {}), resolve };
      pending.set(id, item);
      post(item);
    });
}
