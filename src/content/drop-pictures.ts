import { sendMessage } from '../messages.ts';

/** Tells the background what nobody waits for any more: questions about these pictures, and these tickets. */
export async function dropPictures(ids: string[], tickets: string[]): Promise<void> {
  try {
    await sendMessage('background/drop', { ids, tickets });
  } catch {
    // Whatever keeps the background from hearing it has ended the questions, too.
  }
}
