import { sendMessage } from '../messages.ts';

/** Tells the background what nobody waits for any more: questions about these pictures, and these tickets. */
export function dropPictures(ids: string[], tickets: string[]): void {
  // Whatever keeps the background from hearing it has ended the questions, too.
  sendMessage('background/drop', { ids, tickets }).catch(() => {});
}
