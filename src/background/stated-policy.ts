import browser from 'webextension-polyfill';

/** What each document has stated, as long as this worker lives. */
const known = new Map<string, Promise<string>>();

/**
 * The referrer policies that a document states, separated by commas, of which the last counts: in its header, which only
 * the browser's cache still knows, and in its elements. What can't be known is taken for the strictest.
 */
export function statedPolicy(tabId: number, documentId: string): Promise<string> {
  const stated = known.get(documentId) ?? readPolicy(tabId, documentId);
  known.set(documentId, stated);
  return stated;
}

async function readPolicy(tabId: number, documentId: string): Promise<string> {
  const target = { tabId, documentIds: [documentId] };
  const results = await browser.scripting.executeScript({ target, func: readWords }).catch(() => []);
  const words = results[0]?.result;
  return typeof words === 'string' ? words : 'no-referrer';
}

/** Runs in the page, alone. */
async function readWords(): Promise<string> {
  const elements = document.querySelectorAll<HTMLMetaElement>('meta[name="referrer" i]');
  const stated = Array.from(elements, ({ content }) => content);
  try {
    const { headers, body } = await fetch(location.href, { cache: 'only-if-cached', mode: 'same-origin' });
    void body?.cancel();
    return [headers.get('referrer-policy') ?? '', ...stated].join();
  } catch {
    return stated.join() || 'no-referrer';
  }
}
