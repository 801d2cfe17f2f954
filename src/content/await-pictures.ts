const FIRST_LOOK_MS = 250;
const LAST_LOOK_MS = 16_000;

interface AwaitedPictures {
  /** The element is to show the picture at the address, which has not loaded yet. */
  add(address: string, element: Element): void;
  /** The document has loaded something. */
  loaded(address: string): void;
  /** Forgets elements that are no longer in the document. */
  sweep(): void;
}

/**
 * Has elements rechecked when their pictures may have loaded. Browsers tell of most loads, but not of those that other
 * sites' style sheets ask for: so, now and then and ever more seldom, all are rechecked.
 */
export function awaitPictures(recheck: (element: Element) => void, signal: AbortSignal): AwaitedPictures {
  const awaited = new Map<string, Set<Element>>();
  let delay = FIRST_LOOK_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function lookAgain(): void {
    timer = undefined;
    delay *= 2;
    for (const elements of awaited.values()) elements.forEach(recheck);
  }

  signal.addEventListener('abort', () => clearTimeout(timer));

  return {
    add(address, element) {
      const elements = awaited.get(address) ?? new Set();
      if (!elements.has(element)) delay = FIRST_LOOK_MS;
      awaited.set(address, elements.add(element));
      if (delay <= LAST_LOOK_MS) timer ??= setTimeout(lookAgain, delay);
    },
    loaded(address) {
      awaited.get(address)?.forEach(recheck);
      awaited.delete(address);
    },
    sweep() {
      for (const [address, elements] of awaited) {
        for (const element of elements) if (!element.isConnected) elements.delete(element);
        if (elements.size === 0) awaited.delete(address);
      }
    },
  };
}
