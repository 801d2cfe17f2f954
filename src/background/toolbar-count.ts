import browser from 'webextension-polyfill';

/** Flagged pictures of one tab: by frame, within one document of the top frame. */
interface TabCount {
  topDocument: string | null;
  frames: Record<number, number>;
}

const keyOf = (tabId: number): string => `flagged ${tabId}`;
let previous: Promise<unknown> = Promise.resolve();

/** Where a count comes from; `documentId` is Chrome's. */
export type FrameSender = Pick<browser.Runtime.MessageSender, 'tab' | 'frameId'> & { documentId?: string };

/**
 * Shows on the toolbar how many pictures are flagged in a tab, over all its frames. Counts live in session storage, which
 * outlasts this worker but not the browser. One count after the other: they are read, changed and written.
 */
export function reportFlagged(count: number, sender: FrameSender): Promise<void> {
  const result = previous.then(() => update(count, sender));
  previous = result.catch(() => {});
  return result;
}

async function update(count: number, { tab, frameId = 0, documentId }: FrameSender): Promise<void> {
  if (tab?.id === undefined) return;
  const key = keyOf(tab.id);
  const stored = (await browser.storage.session.get(key)) as Record<string, TabCount | undefined>;
  let state = stored[key] ?? { topDocument: null, frames: {} };
  if (frameId === 0 && documentId !== undefined && documentId !== state.topDocument) {
    state = { topDocument: documentId, frames: {} };
  }
  state.frames[frameId] = count;
  await browser.storage.session.set({ [key]: state });
  const sum = Object.values(state.frames).reduce((total, one) => total + one, 0);
  await browser.action.setBadgeBackgroundColor({ tabId: tab.id, color: '#8a3b00' });
  await browser.action.setBadgeText({ tabId: tab.id, text: sum > 0 ? String(sum) : '' });
}

export async function forgetTab(tabId: number): Promise<void> {
  await browser.storage.session.remove(keyOf(tabId));
}
