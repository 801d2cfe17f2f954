/** What content scripts have asked for and not been answered, by tab and picture. */
const errands = new Map<string, AbortController>();

const keyOf = (tabId: number, id: string): string => `${tabId} ${id}`;

/**
 * Runs what a tab has asked for about a picture, until it is called off.
 * @returns null where it was called off before there was a result
 */
export async function runErrand<Result>(
  tabId: number,
  id: string,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result | null> {
  const key = keyOf(tabId, id);
  const errand = new AbortController();
  errands.set(key, errand);
  try {
    return await run(errand.signal);
  } catch (error) {
    if (errand.signal.aborted) return null;
    throw error;
  } finally {
    if (errands.get(key) === errand) errands.delete(key);
  }
}

export function callOff(tabId: number, id: string): void {
  errands.get(keyOf(tabId, id))?.abort();
}

/** For a tab that went. */
export function callOffAll(tabId: number): void {
  const tab = keyOf(tabId, '');
  for (const [key, errand] of errands) if (key.startsWith(tab)) errand.abort();
}
