import type { Reason } from '../analysis.ts';
import type { PictureReply } from '../messages.ts';

/** Why a picture could not be judged; null where it was, or is still to be. */
export function reasonOf(reply: PictureReply | null): Reason | null {
  const outcome = reply?.analysis.outcome;
  return outcome?.kind === 'refused' ? outcome.reason : null;
}
