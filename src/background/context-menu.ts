import browser from 'webextension-polyfill';
import { sendMessageToFrame } from '../messages.ts';
import { injectContentScript } from './inject-content-script.ts';

const IMAGE_ITEM = 'analyze-image';
const VIDEO_ITEM = 'analyze-video';

/** Pages often wrap pictures in links or lay something over them, so the item is offered there as well. */
const CONTEXTS: browser.Menus.ContextType[] = [
  'image',
  'video',
  'link',
  'page',
  'frame',
  'selection',
  'editable',
];
const PAGES = ['http://*/*', 'https://*/*', 'file:///*', 'data:*', 'blob:*', 'about:*'];

/** Menus outlive the worker: they are made anew on installation only. */
export async function createContextMenu(): Promise<void> {
  await browser.contextMenus.removeAll();
  const add = (id: string, title: string, contexts: browser.Menus.ContextType[]): unknown =>
    browser.contextMenus.create({ id, title, contexts, documentUrlPatterns: PAGES });
  add(IMAGE_ITEM, 'Analyze this image', CONTEXTS);
  add(VIDEO_ITEM, 'Analyze this video', ['video']);
}

export function onContextMenu(signal: AbortSignal): void {
  const listener = (info: browser.Menus.OnClickData, tab?: browser.Tabs.Tab): void => {
    if (tab?.id !== undefined) void analyzeTarget(tab.id, info);
  };
  browser.contextMenus.onClicked.addListener(listener);
  signal.addEventListener('abort', () => browser.contextMenus.onClicked.removeListener(listener));
}

async function analyzeTarget(
  tabId: number,
  { menuItemId, frameId = 0, srcUrl }: browser.Menus.OnClickData,
): Promise<void> {
  const ask = (): Promise<void> =>
    menuItemId === VIDEO_ITEM
      ? sendMessageToFrame(tabId, frameId, 'content/analyze-video', {})
      : sendMessageToFrame(tabId, frameId, 'content/analyze-target', { srcUrl: srcUrl ?? null });
  try {
    await ask();
  } catch {
    // No content script answers in a tab that is older than this installation.
    await injectContentScript(tabId).then(ask, () => {});
  }
}
