import { SMALLEST_SIDE } from '../spectrum/tiles.ts';
import { shownAddresses } from './shown-addresses.ts';

const MIN_SHOWN_SIDE = 64;

interface PictureListener {
  /** An element came into view that shows pictures worth judging, at these addresses. */
  entered(element: Element, addresses: readonly string[]): void;
  left(element: Element): void;
  /** The element went, or shows other pictures from now on. */
  gone(element: Element): void;
}

/** Tells of the document's pictures, those in open shadow roots included, until the signal aborts. */
export function findPictures(listener: PictureListener, signal: AbortSignal): void {
  const shown = new Map<Element, readonly string[]>();
  const inView = new WeakSet<Element>();
  const reachedRoots = new WeakSet<Node>();

  const views = new IntersectionObserver((entries) => {
    for (const entry of entries) updateView(entry);
  });
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) updateSize(target);
  });
  const mutations = new MutationObserver((records) => {
    for (const record of records) updateTree(record);
    if (records.some(({ removedNodes }) => removedNodes.length > 0)) sweep();
  });

  function updateView({ target, isIntersecting }: IntersectionObserverEntry): void {
    const addresses = shown.get(target);
    if (!addresses) return;
    if (!target.isConnected) {
      forget(target);
      return;
    }
    const enters = isIntersecting && isShownLarge(target);
    if (isIntersecting && !enters) sizes.observe(target);
    else sizes.unobserve(target);
    if (enters === inView.has(target)) return;
    if (enters) {
      inView.add(target);
      listener.entered(target, addresses);
    } else {
      inView.delete(target);
      listener.left(target);
    }
  }

  /** A picture that grows while in view crosses no edge of it: looking again makes the observer report. */
  function updateSize(element: Element): void {
    if (!isShownLarge(element)) return;
    sizes.unobserve(element);
    views.unobserve(element);
    views.observe(element);
  }

  function updateTree({ type, target, addedNodes }: MutationRecord): void {
    if (type === 'attributes') {
      if (target instanceof Element) consider(target);
      return;
    }
    for (const node of addedNodes) if (node instanceof Element) search(node);
  }

  function sweep(): void {
    for (const element of shown.keys()) if (!element.isConnected) forget(element);
  }

  function consider(element: Element): void {
    const addresses = candidateAddresses(element);
    const known = shown.get(element) ?? [];
    if (addresses.length === known.length && addresses.every((address, i) => address === known[i])) return;
    forget(element);
    if (addresses.length === 0) return;
    shown.set(element, addresses);
    views.observe(element);
  }

  function forget(element: Element): void {
    if (!shown.delete(element)) return;
    views.unobserve(element);
    sizes.unobserve(element);
    inView.delete(element);
    listener.gone(element);
  }

  function search(root: Document | ShadowRoot | Element): void {
    if (root instanceof Element) visit(root);
    for (const element of root.querySelectorAll('*')) visit(element);
  }

  function visit(element: Element): void {
    consider(element);
    if (element.shadowRoot) reach(element.shadowRoot);
  }

  function reach(root: Document | ShadowRoot): void {
    if (!reachedRoots.has(root)) {
      reachedRoots.add(root);
      mutations.observe(root, {
        childList: true,
        subtree: true,
        attributes: true,
        attributeFilter: ['src', 'srcset', 'sizes'],
      });
      // Loads neither bubble nor leave a shadow root.
      root.addEventListener(
        'load',
        ({ target }) => {
          if (target instanceof Element) consider(target);
        },
        { capture: true, signal },
      );
    }
    search(root);
  }

  reach(document);
  // Custom elements defined by late scripts have their shadow roots by now.
  window.addEventListener('load', () => search(document), { signal });
  signal.addEventListener('abort', () => {
    views.disconnect();
    sizes.disconnect();
    mutations.disconnect();
  });
}

/** `complete` matters: while the next picture loads, `currentSrc` already names it and the old one is still shown. */
function candidateAddresses(element: Element): readonly string[] {
  if (!element.isConnected || !(element instanceof HTMLImageElement)) return [];
  const { complete, naturalWidth, naturalHeight } = element;
  return complete && Math.min(naturalWidth, naturalHeight) >= SMALLEST_SIDE ? shownAddresses(element) : [];
}

/** As laid out: a picture that is being zoomed in will not tell when that has ended. */
function isShownLarge(element: Element): boolean {
  if (element instanceof HTMLElement) {
    return element.offsetWidth >= MIN_SHOWN_SIDE && element.offsetHeight >= MIN_SHOWN_SIDE;
  }
  const { width, height } = element.getBoundingClientRect();
  return width >= MIN_SHOWN_SIDE && height >= MIN_SHOWN_SIDE;
}
