import browser from 'webextension-polyfill';
import type { MessageTable } from '../messages.ts';

type Request = MessageTable['background/open-inspector']['request'];

/** Opens the inspector beside the tab, with one of its pictures chosen. */
export async function openInspector(
  { pictureId, isReport }: Request,
  tab: browser.Tabs.Tab | undefined,
): Promise<void> {
  if (tab?.id === undefined) return;
  const query = new URLSearchParams({ tab: String(tab.id), picture: pictureId });
  if (isReport) query.set('report', '');
  await browser.tabs.create({
    url: browser.runtime.getURL(`src/popup/index.html?${query}`),
    index: tab.index + 1,
    openerTabId: tab.id,
  });
}
