import { SMALLEST_SIDE } from '../spectrum/tiles.ts';

const MIN_SHOWN_SIDE = 64;

interface PictureListener {
  /** A picture worth judging came into view. */
  entered(image: HTMLImageElement): void;
  left(image: HTMLImageElement): void;
  /** The element went, or shows another picture from now on. */
  gone(image: HTMLImageElement): void;
}

/** Tells of the document's pictures, those in open shadow roots included, until the signal aborts. */
export function findPictures(listener: PictureListener, signal: AbortSignal): void {
  const addresses = new Map<HTMLImageElement, string>();
  const inView = new WeakSet<HTMLImageElement>();
  const reachedRoots = new WeakSet<Node>();

  const views = new IntersectionObserver((entries) => {
    for (const entry of entries)
      if (entry.target instanceof HTMLImageElement) updateView(entry.target, entry);
  });
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) if (target instanceof HTMLImageElement) updateSize(target);
  });
  const mutations = new MutationObserver((records) => {
    for (const record of records) updateTree(record);
    if (records.some(({ removedNodes }) => removedNodes.length > 0)) sweep();
  });

  function updateView(image: HTMLImageElement, { isIntersecting }: IntersectionObserverEntry): void {
    if (!addresses.has(image)) return;
    if (!image.isConnected) {
      forget(image);
      return;
    }
    const enters = isIntersecting && isShownLarge(image);
    if (isIntersecting && !enters) sizes.observe(image);
    else sizes.unobserve(image);
    if (enters === inView.has(image)) return;
    if (enters) {
      inView.add(image);
      listener.entered(image);
    } else {
      inView.delete(image);
      listener.left(image);
    }
  }

  /** A picture that grows while in view crosses no edge of it: looking again makes the observer report. */
  function updateSize(image: HTMLImageElement): void {
    if (!isShownLarge(image)) return;
    sizes.unobserve(image);
    views.unobserve(image);
    views.observe(image);
  }

  function updateTree({ type, target, addedNodes }: MutationRecord): void {
    if (type === 'attributes') {
      if (target instanceof HTMLImageElement) consider(target);
      return;
    }
    for (const node of addedNodes) if (node instanceof Element) search(node);
  }

  function sweep(): void {
    for (const image of addresses.keys()) if (!image.isConnected) forget(image);
  }

  function consider(image: HTMLImageElement): void {
    const address = isCandidate(image) ? image.currentSrc : undefined;
    if (addresses.get(image) === address) return;
    forget(image);
    if (address === undefined) return;
    addresses.set(image, address);
    views.observe(image);
  }

  function forget(image: HTMLImageElement): void {
    if (!addresses.delete(image)) return;
    views.unobserve(image);
    sizes.unobserve(image);
    inView.delete(image);
    listener.gone(image);
  }

  function search(root: Document | ShadowRoot | Element): void {
    if (root instanceof Element) visit(root);
    for (const element of root.querySelectorAll('*')) visit(element);
  }

  function visit(element: Element): void {
    if (element instanceof HTMLImageElement) consider(element);
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
          if (target instanceof HTMLImageElement) consider(target);
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
function isCandidate(image: HTMLImageElement): boolean {
  return (
    image.isConnected &&
    image.complete &&
    image.currentSrc !== '' &&
    image.naturalWidth >= SMALLEST_SIDE &&
    image.naturalHeight >= SMALLEST_SIDE
  );
}

function isShownLarge(image: HTMLImageElement): boolean {
  return image.offsetWidth >= MIN_SHOWN_SIDE && image.offsetHeight >= MIN_SHOWN_SIDE;
}
