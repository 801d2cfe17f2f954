/** Elements whose scroll or clip box can cut the element off, nearest first. */
export function clippingAncestors(element: Element): Element[] {
  const clipping: Element[] = [];
  let { position } = getComputedStyle(element);
  for (let parent = composedParent(element); parent; parent = composedParent(parent)) {
    if (position === 'fixed' || parent === document.documentElement || parent === document.body) break;
    const style = getComputedStyle(parent);
    // An absolutely placed element is cut off by its containing block and what is above it, by nothing between.
    const contains = position !== 'absolute' || style.position !== 'static' || style.transform !== 'none';
    if (!contains || style.display === 'contents') continue;
    if (style.overflowX !== 'visible' || style.overflowY !== 'visible') clipping.push(parent);
    position = style.position;
  }
  return clipping;
}

/** The parent in the tree that is painted as far as it can be known: out of a shadow root, on to its host. */
export function composedParent(element: Element): Element | null {
  if (element.assignedSlot) return element.assignedSlot;
  if (element.parentElement) return element.parentElement;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}
