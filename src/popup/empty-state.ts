import type { TabState } from './watch-tab.ts';

/** What to tell the reader where there is no picture to show. */
export interface EmptyState {
  title: string;
  advice: string;
  /** Whether to offer to reload the page. */
  reload: boolean;
}

/** Pages that content scripts may run in; of the others, the browser often hides the very address. */
const REACHABLE = /^(https?|file):/;
const STORES = new Set(['chromewebstore.google.com', 'addons.mozilla.org', 'microsoftedge.microsoft.com']);

/** Words for a list without pictures. */
export function emptyState(state: TabState, url: string | null, enabled: boolean): EmptyState {
  switch (state) {
    case 'connecting':
      return { title: 'Looking for pictures…', advice: '', reload: false };
    case 'loading':
      return {
        title: 'The page has changed',
        advice: 'Its pictures appear here as soon as it has loaded.',
        reload: false,
      };
    case 'closed':
      return {
        title: 'The tab was closed',
        advice: 'Open the page again and click Falloff in the toolbar.',
        reload: false,
      };
    case 'unreachable':
      return isReachable(url)
        ? {
            title: 'Not on this page yet',
            advice:
              'Falloff was installed or updated after this page was opened. Reload the page to check its pictures.',
            reload: true,
          }
        : {
            title: 'Falloff can’t look into this page',
            advice:
              'Browsers keep extensions out of their own pages, of extension stores and, unless you allow it in ' +
              'the extension’s settings, of files on your computer. Try an ordinary web page.',
            reload: false,
          };
    case 'connected':
      return enabled
        ? {
            title: 'No pictures to check',
            advice:
              'None in view is large enough: at least 128 pixels on both sides. Others appear here as you ' +
              'scroll to them.',
            reload: false,
          }
        : {
            title: 'Checking is switched off',
            advice: 'Switch it on below, or right-click a picture and choose “Analyze this image”.',
            reload: false,
          };
  }
}

function isReachable(url: string | null): boolean {
  return url !== null && REACHABLE.test(url) && !STORES.has(new URL(url).hostname);
}
