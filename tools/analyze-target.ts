import type { Worker } from '@playwright/test';
import type browser from 'webextension-polyfill';

/** The extension's own global, inside functions that run in its service worker. */
declare const chrome: typeof browser;

/**
 * Asks the content script in a tab's main frame for the analysis of a picture, as the context menu does.
 * Settles once the picture is judged; rejects where no content script runs yet.
 * @param srcUrl the picture's address; null stands for what lies under the last right click
 */
export async function analyzeTarget(
  serviceWorker: Worker,
  tabId: number,
  srcUrl: string | null,
): Promise<void> {
  await serviceWorker.evaluate(
    ({ id, request }) =>
      chrome.tabs.sendMessage(id, { name: 'content/analyze-target', request }, { frameId: 0 }),
    { id: tabId, request: { srcUrl } },
  );
}
