import browser from 'webextension-polyfill';

/** Flagged pictures of one tab, by document: a frame's number would outlive what the frame shows. */
type Counts = Record<string, number>;

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
  const tabId = tab?.id;
  if (tabId === undefined) return;
  const { [documentId ?? frameId]: _, ...others } = await countsOf(tabId);
  const counts: Counts = count > 0 ? { ...others, [documentId ?? frameId]: count } : others;
  await browser.storage.session.set({ [keyOf(tabId)]: counts });
  const sum = Object.values(counts).reduce((total, one) => total + one, 0);
  await browser.action.setBadgeBackgroundColor({ tabId, color: '#8a3b00' });
  await browser.action.setBadgeText({ tabId, text: sum > 0 ? String(sum) : '' });
}

/** The browser takes a tab's text away when the tab goes to another page, and with it all counts from before. */
async function countsOf(tabId: number): Promise<Counts> {
  if ((await browser.action.getBadgeText({ tabId })) === '') return {};
  const key = keyOf(tabId);
  return ((await browser.storage.session.get(key)) as Record<string, Counts>)[key] ?? {};
}

export async function forgetTab(tabId: number): Promise<void> {
  await browser.storage.session.remove(keyOf(tabId));
}
