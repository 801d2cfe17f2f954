import { isFlagged, verdictOf } from '../analysis.ts';
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

  async function send(): Promise<void> {
    try {
      await sendMessage('background/flagged', { count: reported });
    } catch {
      // The background is restarting or gone for good; a later change tells it, if any can.
    }
  }

  function recount(): void {
    const rate = currentSettings().falsePositiveRate;
    const flagged = pictures
      .all()
      .filter(({ reply }) => reply && isFlagged(verdictOf(reply.analysis.outcome, rate)));
    if (flagged.length === reported || signal.aborted) return;
    reported = flagged.length;
    void send();
  }

  pictures.subscribe(recount, signal);
  // A page that comes back from the back/forward cache was counted as gone.
  window.addEventListener(
    'pageshow',
    ({ persisted }) => {
      if (persisted && reported > 0) void send();
    },
    { signal },
  );
  return recount;
}
