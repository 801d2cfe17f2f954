import { isFlagged, verdictOn } from '../analysis.ts';
import { sendMessage } from '../messages.ts';
import type { Settings } from '../settings.ts';
import type { FramePictures } from './frame-pictures.ts';

/** Keeps the toolbar's count of the frame's flagged pictures true. Returns what recounts after a change of settings. */
export function reportFlagged(
  pictures: FramePictures,
  currentSettings: () => Settings,
  signal: AbortSignal,
): () => void {
  let reported = 0;

  async function send(count: number): Promise<void> {
    try {
      await sendMessage('background/flagged', { count });
    } catch {
      // The background is restarting or gone for good; a later change tells it, if any can.
    }
  }

  function recount(): void {
    const rate = currentSettings().falsePositiveRate;
    const flagged = pictures.all().filter(({ reply }) => reply && isFlagged(verdictOn(reply.analysis, rate)));
    if (flagged.length === reported || signal.aborted) return;
    reported = flagged.length;
    void send(reported);
  }

  pictures.subscribe(recount, signal);
  // A page that is left may come back from the back/forward cache, with its pictures.
  window.addEventListener(
    'pagehide',
    ({ isTrusted }) => {
      if (isTrusted && reported > 0) void send(0);
    },
    { signal },
  );
  window.addEventListener(
    'pageshow',
    ({ isTrusted, persisted }) => {
      if (isTrusted && persisted && reported > 0) void send(reported);
    },
    { signal },
  );
  return recount;
}
