import browser from 'webextension-polyfill';
import { handleMessages } from '../messages.ts';
import { analyzePicture } from './analyze-picture.ts';
import { createContextMenu, onContextMenu } from './context-menu.ts';
import { injectIntoOpenTabs } from './inject-content-script.ts';
import { openInspector } from './open-inspector.ts';
import { forgetTab, reportFlagged } from './toolbar-count.ts';

/** Never aborted: the browser ends this worker as it sees fit. Listeners are installed at once, or events are missed. */
const { signal } = new AbortController();

handleMessages(
  {
    'background/analyze': ({ source }, { tab }) =>
      analyzePicture(source, { tabId: tab?.id ?? -1, incognito: tab?.incognito ?? true }),
    'background/flagged': ({ count }, sender) => reportFlagged(count, sender),
    'background/open-inspector': ({ pictureId }, { tab }) => openInspector(pictureId, tab),
  },
  signal,
);
onContextMenu(signal);
browser.runtime.onInstalled.addListener(() => {
  void createContextMenu();
  void injectIntoOpenTabs();
});
browser.tabs.onRemoved.addListener((tabId) => void forgetTab(tabId));
