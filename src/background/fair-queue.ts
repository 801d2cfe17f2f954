/** Runs a task when its turn comes, and settles as the task does. */
export type FairQueue = <Result>(owner: number, task: () => Promise<Result>) => Promise<Result>;

/**
 * Runs at most `concurrency` tasks at a time and takes the next one from each owner in turn, so that a tab with hundreds of
 * pictures doesn't hold up the others. An owner's tasks keep their order.
 * @param patienceMs a task that takes longer goes on, but no longer counts: nothing waits for it
 */
export function createFairQueue(concurrency: number, patienceMs?: number): FairQueue {
  const waiting = new Map<number, (() => Promise<void>)[]>();
  const running = new Set<() => Promise<void>>();

  const next = (): void => {
    const turn = waiting.entries().next();
    if (running.size >= concurrency || turn.done) return;
    const [owner, tasks] = turn.value;
    const task = tasks.shift();
    // A Map keeps the order of insertion: an owner that has had its turn goes to the end.
    waiting.delete(owner);
    if (tasks.length > 0) waiting.set(owner, tasks);
    if (!task) return;
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

  return (owner, task) =>
    new Promise((resolve, reject) => {
      const tasks = waiting.get(owner) ?? [];
      tasks.push(() => task().then(resolve, reject));
      waiting.set(owner, tasks);
      next();
    });
}
