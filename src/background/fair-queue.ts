/**
 * Runs a task when its turn comes, and settles as the task does.
 * @param signal gives up a turn that has not come, and rejects; what a running task makes of it is the task's own concern
 */
export type FairQueue = <Result>(
  owner: number,
  task: () => Promise<Result>,
  signal?: AbortSignal,
) => Promise<Result>;

/**
 * Runs at most `concurrency` tasks at a time and takes the next one from each owner in turn, so that a tab with hundreds of
 * pictures doesn't hold up the others. An owner's tasks keep their order.
 * @param patienceMs a task that takes longer goes on, but no longer counts: nothing waits for it
 */
export function createFairQueue(concurrency: number, patienceMs?: number): FairQueue {
  const waiting = new Map<number, Set<() => Promise<void>>>();
  const running = new Set<() => Promise<void>>();

  const next = (): void => {
    const turn = waiting.entries().next();
    if (running.size >= concurrency || turn.done) return;
    const [owner, tasks] = turn.value;
    const [task] = tasks;
    remove(owner, task);
    // A Map keeps the order of insertion: an owner that has had its turn goes to the end.
    if (waiting.delete(owner)) waiting.set(owner, tasks);
    running.add(task);
    const leave = (): void => {
      running.delete(task);
      next();
    };
    const timer = patienceMs === undefined ? undefined : setTimeout(leave, patienceMs);
    void task().finally(() => {
      clearTimeout(timer);
      leave();
    });
  };

  const remove = (owner: number, task: () => Promise<void>): void => {
    const tasks = waiting.get(owner);
    tasks?.delete(task);
    if (tasks?.size === 0) waiting.delete(owner);
  };

  return async (owner, task, signal) => {
    signal?.throwIfAborted();
    const begun = new AbortController();
    return new Promise((resolve, reject) => {
      const run = (): Promise<void> => {
        begun.abort();
        return task().then(resolve, reject);
      };
      const leave = (): void => {
        remove(owner, run);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true, signal: begun.signal });
      const tasks = waiting.get(owner) ?? new Set();
      waiting.set(owner, tasks.add(run));
      next();
    });
  };
}
