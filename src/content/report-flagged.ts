import { isFlagged, verdictOn } from '../analysis.ts';
import type { Settings } from '../settings.ts';
import type { FramePictures } from './frame-pictures.ts';
import { tellBackground } from './tell-background.ts';

const TOGETHER_MS = 200;

/** Keeps the toolbar's count of the frame's flagged pictures true. Returns what recounts after a change of settings. */
export function reportFlagged(
  pictures: FramePictures,
  currentSettings: () => Settings,
  signal: AbortSignal,
): () => void {
  let reported = 0;
  let isDue = false;

  const send = (count: number): Promise<void> => tellBackground('background/flagged', { count });

  function recount(): void {
    isDue = false;
    const rate = currentSettings().falsePositiveRate;
    const flagged = pictures.all().filter(({ reply }) => reply && isFlagged(verdictOn(reply.analysis, rate)));
    if (flagged.length === reported || signal.aborted) return;
    reported = flagged.length;
    void send(reported);
  }

  /** Once for all that change together. */
  function recountSoon(): void {
    if (isDue) return;
    isDue = true;
    setTimeout(recount, TOGETHER_MS);
  }

  pictures.subscribe(recountSoon, signal);
  // A page that is left may come back from the back/forward cache, with its pictures.
  for (const type of ['pagehide', 'pageshow']) {
    window.addEventListener(
      type,
      ({ isTrusted }) => {
        if (isTrusted && reported > 0) void send(type === 'pagehide' ? 0 : reported);
      },
      { signal },
    );
  }
  return recountSoon;
}
