const SLICE_MS = 4;
/** Most of a busy page's time that is taken. */
const SHARE = 0.03;
/** Most that is owed: a step that took longer was not to blame, but whoever had the processor meanwhile. */
const MOST_OWED_MS = 60;
/** What is saved up while there is nothing to do: enough to look at a large page at once. */
const MOST_SAVED_MS = 200;
const PATIENCE_MS = 100;
/** A page that changes without end is looked at so often, for all its changes together; less and less as it goes on. */
const PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Calls `step` again and again while it returns true, in slices of the page's idle time, and never while the page is
 * hidden. What it returns is to be called when there is something to do again; unless that is urgent, it waits until a
 * while after the last time that all was done.
 */
export function inSpareTime(step: () => boolean, signal: AbortSignal): (isUrgent: boolean) => void {
  let savedMs = MOST_SAVED_MS;
  let countedAt = performance.now();
  let restsUntil = 0;
  let pauseMs = PAUSE_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWaiting = false;

  function wake(isUrgent: boolean): void {
    if (isWaiting || document.hidden || signal.aborted) return;
    if (timer !== undefined && !isUrgent) return;
    const now = performance.now();
    if (isUrgent) restsUntil = 0;
    if (now > restsUntil + LONGEST_PAUSE_MS) pauseMs = PAUSE_MS;
    clearTimeout(timer);
    timer = undefined;
    savedMs = Math.min(MOST_SAVED_MS, savedMs + (now - countedAt) * SHARE);
    countedAt = now;
    const pause = Math.max(restsUntil - now, savedMs > 0 ? 0 : (SLICE_MS - savedMs) / SHARE);
    if (pause > 0) timer = setTimeout(goOn, pause);
    else {
      isWaiting = true;
      requestIdleCallback(work, { timeout: PATIENCE_MS });
    }
  }

  function goOn(): void {
    timer = undefined;
    wake(false);
  }

  function work(): void {
    isWaiting = false;
    const startedAt = performance.now();
    let hasMore = !signal.aborted;
    while (hasMore && performance.now() - startedAt < SLICE_MS) hasMore = step();
    const now = performance.now();
    savedMs = Math.max(-MOST_OWED_MS, savedMs - (now - startedAt));
    if (hasMore) wake(false);
    else {
      restsUntil = now + pauseMs;
      pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * pauseMs);
    }
  }

  document.addEventListener('visibilitychange', goOn, { signal });
  return wake;
}
