import browser from 'webextension-polyfill';

/** What each document has stated, as long as this worker lives. */
const known = new Map<string, Promise<string | null>>();

/**
 * The referrer policy that a document states: in its elements, else in its header, which only the browser's cache still
 * knows. Empty where it states none.
 * @returns null where that can't be known
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
  const stated = [...document.querySelectorAll<HTMLMetaElement>('meta[name="referrer" i]')];
  if (stated.length > 0) return stated.map(({ content }) => content).join();
  try {
    const { headers, body } = await fetch(location.href, { cache: 'only-if-cached', mode: 'same-origin' });
    void body?.cancel();
    return headers.get('referrer-policy') ?? '';
  } catch {
    return null;
  }
}
