/** The part of Chrome's API that `webextension-polyfill` doesn't cover. */
declare const chrome: { dom: { openOrClosedShadowRoot(element: HTMLElement): ShadowRoot | null } };

/** An element's shadow root, even a closed one. */
export function shadowRootOf(element: Element): ShadowRoot | null {
  return element instanceof HTMLElement ? chrome.dom.openOrClosedShadowRoot(element) : null;
}
