import type { Page, Worker } from '@playwright/test';
import type browser from 'webextension-polyfill';

/** The extension's own global, inside functions that run in its service worker. */
declare const chrome: typeof browser;

/** The browser's number for a page's tab. @throws Error where no tab shows the page's address */
export async function tabIdOf(serviceWorker: Worker, page: Page): Promise<number> {
  const id = await serviceWorker.evaluate(
    async (url) => (await chrome.tabs.query({})).find((tab) => tab.url === url)?.id,
    page.url(),
  );
  if (id === undefined) throw new Error(`no tab shows ${page.url()}`);
  return id;
}
