import browser from 'webextension-polyfill';
import { handleMessages } from '../messages.ts';
import { analyzePicture, type Requester, refinePicture, releaseTickets } from './analyze-picture.ts';
import cardStyles from './card.css?inline';
import { createContextMenu, onContextMenu } from './context-menu.ts';
import { callOff, callOffAll, runErrand } from './errands.ts';
import { explain } from './explanation.ts';
import { injectIntoOpenTabs } from './inject-content-script.ts';
import { openInspector } from './open-inspector.ts';
import { forgetTab, reportFlagged } from './toolbar-count.ts';

/** Never aborted: the browser ends this worker as it sees fit. Listeners are installed at once, or events are missed. */
const { signal } = new AbortController();

/** `origin` is Chrome's. */
type Sender = browser.Runtime.MessageSender & { origin?: string };

const requesterOf = ({ tab, documentId = '', origin }: Sender): Requester => ({
  tabId: tab?.id ?? -1,
  documentId,
  incognito: tab?.incognito ?? true,
  pages: [origin, tab?.url],
});

handleMessages(
  'content',
  {
    'background/analyze': ({ id, source }, sender) => {
      const requester = requesterOf(sender);
      return runErrand(requester.tabId, id, (called) => analyzePicture(source, requester, called));
    },
    'background/refine': ({ id, ticket }, sender) => {
      const requester = requesterOf(sender);
      return runErrand(requester.tabId, id, (called) => refinePicture(ticket, requester, called));
    },
    'background/drop': ({ ids, tickets }, sender) => {
      for (const id of ids) callOff(requesterOf(sender).tabId, id);
      return releaseTickets(tickets);
    },
    'background/card-styles': async () => cardStyles,
    'background/explain': async ({ analysis, isFinal, rate }) => explain(analysis, isFinal, rate),
    'background/flagged': ({ count }, sender) => reportFlagged(count, sender),
    'background/open-inspector': (request, { tab }) => openInspector(request, tab),
  },
  signal,
);
onContextMenu(signal);
browser.runtime.onInstalled.addListener(() => {
  void createContextMenu();
  void injectIntoOpenTabs();
});
browser.tabs.onRemoved.addListener((tabId) => {
  callOffAll(tabId);
  void forgetTab(tabId);
});
