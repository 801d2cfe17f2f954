import browser from 'webextension-polyfill';
import { INSPECTOR_PORT, type InspectorMessage, kindOfSender } from '../messages.ts';

/** How the inspector stands with the tab that it inspects. */
export type TabState = 'connecting' | 'connected' | 'loading' | 'unreachable' | 'closed';

export interface TabWatcher {
  /** A port was opened; all frames are about to report all their pictures. */
  onOpen(): void;
  onMessage(message: InspectorMessage): void;
  /** `url` is the page's address where the browser lets us know it. */
  onState(state: TabState, url: string | null): void;
}

/** A port to nobody is closed at once; one that lives this long has found its frames, and they have reported. */
const SETTLE_MS = 500;
/** Content scripts start a moment after their page, so a first refusal is not yet an answer. */
const RETRY_MS = 400;
const RETRIES = 2;

/** Frames come in bursts; one new port reaches them all. */
const NEW_FRAMES_MS = 300;

/**
 * Keeps a port open to all frames of a tab, over navigations, until the signal aborts. A port reaches only the
 * documents that exist when it is opened, so it is opened anew when the tab has finished loading, and when a document
 * that was not heard of before sends its first message to the background, which reaches every page of ours.
 */
export function watchTab(tabId: number, watcher: TabWatcher, signal: AbortSignal): void {
  let port: browser.Runtime.Port | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let newFrames: ReturnType<typeof setTimeout> | undefined;
  let refusals = 0;
  let connectedBefore = false;
  const knownDocuments = new Set<string>();

  const findTab = (): Promise<browser.Tabs.Tab | null> => browser.tabs.get(tabId).catch(() => null);

  const open = (): void => {
    clearTimeout(timer);
    clearTimeout(newFrames);
    const opened = browser.tabs.connect(tabId, { name: INSPECTOR_PORT });
    const replaced = port;
    port = opened;
    replaced?.disconnect();
    watcher.onOpen();
    opened.onMessage.addListener((message) => {
      if (port === opened) watcher.onMessage(message as InspectorMessage);
    });
    opened.onDisconnect.addListener(() => {
      // Reading the error keeps the browser from reporting a refused connection, which is expected here.
      void browser.runtime.lastError;
      if (port === opened) void lost();
    });
    timer = setTimeout(() => void settle(opened), SETTLE_MS);
  };

  const settle = async (opened: browser.Runtime.Port): Promise<void> => {
    const tab = await findTab();
    if (signal.aborted || port !== opened) return;
    refusals = 0;
    connectedBefore = true;
    watcher.onState('connected', tab?.url ?? null);
  };

  const lost = async (): Promise<void> => {
    clearTimeout(timer);
    port = null;
    const tab = await findTab();
    if (signal.aborted || port) return;
    if (!tab) {
      watcher.onState('closed', null);
      return;
    }
    if (tab.status === 'complete' && refusals++ >= RETRIES) {
      watcher.onState('unreachable', tab.url ?? null);
      return;
    }
    watcher.onState(connectedBefore ? 'loading' : 'connecting', tab.url ?? null);
    timer = setTimeout(open, RETRY_MS);
  };

  const onUpdated = (updated: number, change: browser.Tabs.OnUpdatedChangeInfoType): void => {
    if (updated !== tabId || change.status !== 'complete') return;
    refusals = 0;
    open();
  };
  const onMessage = (_message: unknown, sender: browser.Runtime.MessageSender): undefined => {
    if (sender.tab?.id !== tabId || kindOfSender(sender) !== 'content') return;
    const sendingDocument = sender.documentId ?? `${sender.frameId} ${sender.url}`;
    if (knownDocuments.has(sendingDocument)) return;
    knownDocuments.add(sendingDocument);
    clearTimeout(newFrames);
    newFrames = setTimeout(open, NEW_FRAMES_MS);
  };

  browser.tabs.onUpdated.addListener(onUpdated);
  browser.runtime.onMessage.addListener(onMessage);
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    clearTimeout(newFrames);
    browser.tabs.onUpdated.removeListener(onUpdated);
    browser.runtime.onMessage.removeListener(onMessage);
    port?.disconnect();
  });
  watcher.onState('connecting', null);
  open();
}
