import type { PictureReply } from '../messages.ts';

/**
 * The reply that speaks for a video's frames: the middle one by probability, so that at every threshold its verdict is
 * that of the majority of the frames that could be judged (Durall 2020). A refusal where most were refused; null for none.
 */
export function middleReply(replies: readonly PictureReply[]): PictureReply | null {
  const probabilities = new Map<PictureReply, number>();
  for (const reply of replies) {
    const { outcome } = reply.analysis;
    if (outcome.kind === 'measured') probabilities.set(reply, outcome.probability);
  }
  if (probabilities.size * 2 <= replies.length)
    return replies.find((reply) => !probabilities.has(reply)) ?? null;
  const sorted = [...probabilities].sort(([, a], [, b]) => a - b);
  return sorted[(sorted.length - 1) >> 1]?.[0] ?? null;
}
