import { type MessageTable, sendMessage } from '../messages.ts';

/** Tells the background what it need not answer. */
export async function tellBackground<Name extends 'background/drop' | 'background/flagged'>(
  name: Name,
  request: MessageTable[Name]['request'],
): Promise<void> {
  try {
    await sendMessage(name, request);
  } catch {
    // It is restarting, which ends all questions, or gone for good. A later count tells it, if any can.
  }
}
