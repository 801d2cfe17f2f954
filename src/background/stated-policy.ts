import browser from 'webextension-polyfill';

/** What each document has stated, as long as this worker lives. */
const known = new Map<string, Promise<string | null>>();

/**
 * The referrer policies that a document states, separated by commas, of which the last counts: in its header, which only
 * the browser's cache still knows, and in its elements.
 * @returns null where there is neither
 */
export function statedPolicy(tabId: number, documentId: string): Promise<string | null> {
  const stated = known.get(documentId) ?? readPolicy(tabId, documentId);
  known.set(documentId, stated);
  return stated;
}

/** For where its pictures' servers have shown what could not be known. */
export function assumePolicy(documentId: string, policy: string): void {
  known.set(documentId, Promise.resolve(policy));
}

async function readPolicy(tabId: number, documentId: string): Promise<string | null> {
  const target = { tabId, documentIds: [documentId] };
  const results = await browser.scripting.executeScript({ target, func: readWords }).catch(() => []);
  const words = results[0]?.result;
  return typeof words === 'string' ? words : null;
}

/** Runs in the page, alone. */
async function readWords(): Promise<string | null> {
  const elements = document.querySelectorAll<HTMLMetaElement>('meta[name="referrer" i]');
  const stated = Array.from(elements, ({ content }) => content);
  try {
    const { headers, body } = await fetch(location.href, { cache: 'only-if-cached', mode: 'same-origin' });
    void body?.cancel();
    return [headers.get('referrer-policy') ?? '', ...stated].join();
  } catch {
    return stated.join() || null;
  }
}
