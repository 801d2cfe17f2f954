import browser from 'webextension-polyfill';
import { sendMessageToFrame } from '../messages.ts';
import { injectContentScript } from './inject-content-script.ts';

const ITEM = 'analyze-image';

/** Pages often wrap pictures in links or lay something over them, so the item is offered there as well. */
const CONTEXTS: browser.Menus.ContextType[] = ['image', 'link', 'page', 'frame'];

/** Menus outlive the worker: they are made anew on installation only. */
export async function createContextMenu(): Promise<void> {
  await browser.contextMenus.removeAll();
  browser.contextMenus.create({
    id: ITEM,
    title: 'Analyze this image',
    contexts: CONTEXTS,
    documentUrlPatterns: ['http://*/*', 'https://*/*', 'file:///*', 'data:*', 'blob:*'],
  });
}

export function onContextMenu(signal: AbortSignal): void {
  const listener = (info: browser.Menus.OnClickData, tab?: browser.Tabs.Tab): void => {
    if (info.menuItemId === ITEM && tab?.id !== undefined) void analyzeTarget(tab.id, info);
  };
  browser.contextMenus.onClicked.addListener(listener);
  signal.addEventListener('abort', () => browser.contextMenus.onClicked.removeListener(listener));
}

async function analyzeTarget(
  tabId: number,
  { frameId = 0, srcUrl }: browser.Menus.OnClickData,
): Promise<void> {
  const ask = (): Promise<void> =>
    sendMessageToFrame(tabId, frameId, 'content/analyze-target', { srcUrl: srcUrl ?? null });
  try {
    await ask();
  } catch {
    // No content script answers in a tab that is older than this installation.
    await injectContentScript(tabId).then(ask, () => {});
  }
}
