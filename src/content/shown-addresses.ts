/** Addresses of the pictures that an element shows now, the front one first. */
export function shownAddresses(element: Element): string[] {
  return element instanceof HTMLImageElement && element.currentSrc ? [element.currentSrc] : [];
}
