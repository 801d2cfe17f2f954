const SLICE_MS = 4;
/** Most of a busy page's time that is taken. */
const SHARE = 0.03;
/** What is saved up while there is nothing to do: enough to look at a large page at once. */
const MOST_SAVED_MS = 200;
const PATIENCE_MS = 100;

/**
 * Calls `step` again and again while it returns true, in slices of the page's idle time, and never while the page is
 * hidden. What it returns is to be called when there is something to do again.
 */
export function inSpareTime(step: () => boolean, signal: AbortSignal): () => void {
  let savedMs = MOST_SAVED_MS;
  let countedAt = performance.now();
  let isWaiting = false;

  function wake(): void {
    if (isWaiting || document.hidden || signal.aborted) return;
    isWaiting = true;
    const now = performance.now();
    savedMs = Math.min(MOST_SAVED_MS, savedMs + (now - countedAt) * SHARE);
    countedAt = now;
    if (savedMs > 0) requestIdleCallback(work, { timeout: PATIENCE_MS });
    else setTimeout(goOn, (SLICE_MS - savedMs) / SHARE);
  }

  function goOn(): void {
    isWaiting = false;
    wake();
  }

  function work(): void {
    isWaiting = false;
    const startedAt = performance.now();
    let hasMore = !signal.aborted;
    while (hasMore && performance.now() - startedAt < SLICE_MS) hasMore = step();
    savedMs -= performance.now() - startedAt;
    if (hasMore) wake();
  }

  document.addEventListener('visibilitychange', wake, { signal });
  return wake;
}
