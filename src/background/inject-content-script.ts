import browser from 'webextension-polyfill';

/**
 * Runs the content script in tabs that were open before Falloff was installed or updated, so that nobody has to reload
 * them. Pages that extensions may not touch refuse, which is fine.
 */
export async function injectContentScript(tabId: number): Promise<void> {
  const files = browser.runtime.getManifest().content_scripts?.flatMap(({ js }) => js ?? []) ?? [];
  await browser.scripting.executeScript({ target: { tabId, allFrames: true }, files });
}

export async function injectIntoOpenTabs(): Promise<void> {
  const tabs = await browser.tabs.query({ url: ['http://*/*', 'https://*/*', 'file:///*'] });
  await Promise.allSettled(
    tabs.flatMap(({ id, discarded }) => (id === undefined || discarded ? [] : [injectContentScript(id)])),
  );
}
