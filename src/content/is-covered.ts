import { composedParent } from './clipping-ancestors.ts';

/**
 * Whether something that floats over the page lies over the element at a point: a sticky bar, a page's own dialog.
 * Links and captions that many sites stretch over their pictures do not count, nor does our own `layer`.
 */
export function isCovered(element: Element, x: number, y: number, layer: Element): boolean {
  const ancestors = new Set<Element>();
  for (let parent: Element | null = element; parent; parent = composedParent(parent)) ancestors.add(parent);
  let above = elementAt(x, y);
  if (above === layer) return false;
  for (; above && !ancestors.has(above); above = composedParent(above)) if (floats(above)) return true;
  return false;
}

function elementAt(x: number, y: number): Element | null {
  let found = document.elementFromPoint(x, y);
  for (let inner = found; inner?.shadowRoot; ) {
    inner = inner.shadowRoot.elementFromPoint(x, y);
    if (!inner || inner === found) break;
    found = inner;
  }
  return found;
}

function floats(element: Element): boolean {
  const { position } = getComputedStyle(element);
  return (
    position === 'fixed' || position === 'sticky' || element.matches(':modal, :popover-open, :fullscreen')
  );
}
